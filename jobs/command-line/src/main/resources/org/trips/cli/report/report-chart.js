'use strict';
// Speed against the limit over time, with the events above it.

class SpeedChart {
  constructor(box, journey, tip, onPoint) {
    this.box = box;
    this.journey = journey;
    this.tip = tip;
    this.onPoint = onPoint;
    this.svg = svg('svg', { role: 'img', 'aria-label': 'Speed against the limit over time' });
    box.append(this.svg);
    this.svg.addEventListener('pointermove', e => this.pointAt(e));
    this.svg.addEventListener('pointerdown', e => this.pointAt(e));
    this.svg.addEventListener('pointerleave', () => {
      this.cursor.setAttribute('visibility', 'hidden');
      this.tip(null);
      this.onPoint(null);
    });
    new ResizeObserver(() => this.draw()).observe(box);
    this.draw();
  }

  draw() {
    const { seconds, kmh, limits } = this.journey.drawing;
    const width = this.svg.clientWidth, height = this.svg.clientHeight;
    if (!width) return;
    const left = 34, right = 10, top = 24, bottom = 22;
    const known = [...kmh, ...limits].filter(v => v !== null && v < UNLIMITED);
    const highest = Math.max(30, Math.ceil((known.reduce((a, b) => Math.max(a, b), 0) + 5) / 10) * 10);
    const [first, last] = this.range();
    this.x = s => left + (s - first) / (last - first) * (width - left - right);
    this.y = v => height - bottom - v / highest * (height - top - bottom);
    this.svg.replaceChildren();
    this.drawAxes(first, last, highest, left, right, top, bottom, width, height);

    const speedLine = [], over = [];
    let limitLine = '', open = false;
    for (let i = 0; i < seconds.length; i++) {
      const gap = i > 0 && seconds[i] - seconds[i - 1] > LONGEST_LINE_SECONDS;
      if (kmh[i] !== null) {
        speedLine.push((open && !gap ? 'L' : 'M') + this.x(seconds[i]).toFixed(1) + ' ' + this.y(kmh[i]).toFixed(1));
      }
      open = kmh[i] !== null;
      const limit = limits[i];
      if (i + 1 < seconds.length && limit > 0 && limit < UNLIMITED) {
        const from = this.x(seconds[i]).toFixed(1), to = this.x(seconds[i + 1]).toFixed(1), at = this.y(limit).toFixed(1);
        limitLine += (limits[i - 1] === limit && i > 0 ? 'L' : 'M') + from + ' ' + at + 'L' + to + ' ' + at;
        if (kmh[i] > limit && !gap) {
          over.push(`M${from} ${at}V${this.y(kmh[i]).toFixed(1)}L${to} ${this.y(Math.max(limit, kmh[i + 1] ?? limit)).toFixed(1)}V${at}Z`);
        }
      }
    }
    this.svg.append(
      svg('path', { d: over.join(''), fill: '#d0312d', opacity: 0.28 }),
      svg('path', { d: limitLine, fill: 'none', stroke: '#d0312d', 'stroke-width': 1.4, opacity: 0.85 }),
      svg('path', { d: speedLine.join(''), fill: 'none', stroke: '#16588e', 'stroke-width': 1.6, 'stroke-linejoin': 'round' }));
    for (const event of this.journey.eventMarks) this.drawEvent(event, top, height - bottom);
    this.cursor = svg('line', { y1: top, y2: height - bottom, stroke: '#1d2733', 'stroke-width': 1, visibility: 'hidden' });
    this.svg.append(this.cursor);
  }

  /** The first and last second shown, from the start on. */
  range() {
    const { seconds } = this.journey.drawing;
    return [0, Math.max(1, seconds[seconds.length - 1])];
  }

  drawAxes(first, last, highest, left, right, top, bottom, width, height) {
    const text = (content, x, y, anchor) => {
      const element = svg('text', { x, y, 'text-anchor': anchor });
      element.textContent = content;
      this.svg.append(element);
    };
    const step = highest > 80 ? 40 : highest > 40 ? 20 : 10;
    for (let v = 0; v <= highest; v += step) {
      this.svg.append(svg('line', { x1: left, x2: width - right, y1: this.y(v), y2: this.y(v), stroke: v ? '#edf0f3' : '#c5ccd3' }));
      text(v, left - 6, this.y(v) + 4, 'end');
    }
    const steps = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];
    const every = steps.find(s => (last - first) / s <= width / 95) || steps[steps.length - 1];
    const start = Date.parse(this.journey.document.start) / 1000;
    const offset = this.journey.zoneOffsetSeconds;
    // On round local times, not at round distances from the start.
    for (let s = Math.ceil((start + offset + first) / every) * every - start - offset; s <= last; s += every) {
      const x = this.x(s);
      this.svg.append(svg('line', { x1: x, x2: x, y1: height - bottom, y2: height - bottom + 4, stroke: '#c5ccd3' }));
      text(clock(start + s, this.journey.timeZone, every < 60), Math.min(x, width - 18), height - 5, 'middle');
    }
  }

  drawEvent(event, top, bottom) {
    const x = this.x(this.journey.drawing.seconds[event.point]);
    const marker = eventMarker(event.type);
    marker.setAttribute('transform', `translate(${x.toFixed(1)} 11)`);
    marker.append(svg('title', {}, event.text));
    this.svg.append(
      svg('line', { x1: x, x2: x, y1: top - 3, y2: bottom, stroke: EVENTS[event.type]?.colour || '#999', 'stroke-width': 1, 'stroke-dasharray': '2 3' }),
      marker);
  }

  pointAt(e) {
    const { seconds, kmh, limits, roadClasses } = this.journey.drawing;
    const x = e.clientX - this.svg.getBoundingClientRect().left;
    let nearest = 0;
    for (let i = 1; i < seconds.length; i++) {
      if (Math.abs(this.x(seconds[i]) - x) < Math.abs(this.x(seconds[nearest]) - x)) nearest = i;
    }
    this.cursor.setAttribute('visibility', 'visible');
    this.cursor.setAttribute('x1', this.x(seconds[nearest]));
    this.cursor.setAttribute('x2', this.x(seconds[nearest]));
    const start = Date.parse(this.journey.document.start) / 1000;
    this.tip(e, [
      clock(start + seconds[nearest], this.journey.timeZone, true),
      kmh[nearest] === null ? 'speed unknown' : Math.round(kmh[nearest]) + ' km/h',
      limitText(limits[nearest]),
      roadClasses[nearest] === null ? 'off the road network' : className(roadClasses[nearest]),
    ].join('\n'));
    this.onPoint(nearest);
  }
}
