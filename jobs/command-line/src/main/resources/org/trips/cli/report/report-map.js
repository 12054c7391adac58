'use strict';
// A journey on its roads: world paths in metres under one transform, markers in pixels above them.

const ROAD_WIDTHS = {
  motorway: 5.5, motorway_link: 3, trunk: 5, trunk_link: 3, primary: 4.4, primary_link: 2.6, secondary: 3.6,
  secondary_link: 2.2, tertiary: 2.9, tertiary_link: 2, unclassified: 2, residential: 1.8, living_street: 1.5,
  service: 0.9, track: 0.7, ferry: 0.9, other: 0.8,
};
/** How fast against the limit, from the least to the most serious. */
const BANDS = {
  unknown: { name: 'limit unknown', colour: 'var(--unknown)' },
  slow: { name: 'below 50 % of the limit', colour: 'var(--slow)' },
  steady: { name: '50–80 %', colour: 'var(--steady)' },
  brisk: { name: '80–100 %', colour: 'var(--brisk)' },
  above: { name: 'above', colour: 'var(--over)' },
  speeding: { name: 'speeding', colour: 'var(--speeding)' },
};
const EVENTS = {
  braking: { name: 'Harsh braking', colour: '#b3261e', icon: 'M0 -4 V4 M-3.5 0.8 L0 4.2 L3.5 0.8' },
  acceleration: { name: 'Harsh acceleration', colour: '#7a4fb5', icon: 'M0 4 V-4 M-3.5 -0.8 L0 -4.2 L3.5 -0.8' },
  cornering: { name: 'Harsh cornering', colour: '#0b7a75', icon: 'M-3 4 V1 Q-3 -2.4 0.5 -2.4 H3.6 M1.2 -5 L3.9 -2.4 L1.2 0.2' },
  speeding: { name: 'Speeding', colour: '#c65d00', icon: 'M0 -4.6 V0.8 M0 4 V4.1' },
};

function svg(name, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Coordinates arrive as whole 1e-6 degrees, each after the first as the difference from the one before. */
function decode(deltas) {
  const result = [];
  let latitude = 0, longitude = 0;
  for (let i = 0; i < deltas.length; i += 2) {
    latitude += deltas[i];
    longitude += deltas[i + 1];
    result.push([latitude / 1e6, longitude / 1e6]);
  }
  return result;
}

function eventMarker(type) {
  const kind = EVENTS[type] || EVENTS.speeding;
  return svg('g', { class: 'marker' }, svg('circle', { r: 9.5, fill: kind.colour }), svg('path', { d: kind.icon }));
}

function letterMarker(letter, colour) {
  const text = svg('text', { y: 4 });
  text.textContent = letter;
  return svg('g', { class: 'marker' }, svg('circle', { r: 9.5, fill: colour }), text);
}

class JourneyMap {
  /** tip(element, event or null, text) shows and hides the tooltip. */
  constructor(box, journey, roads, tip) {
    this.box = box;
    this.points = decode(journey.drawing.positions);
    const middle = this.points[Math.floor(this.points.length / 2)];
    const metresPerDegree = 111195;
    const shrink = Math.cos(middle[0] * Math.PI / 180);
    this.project = ([latitude, longitude]) =>
      [(longitude - middle[1]) * metresPerDegree * shrink, (middle[0] - latitude) * metresPerDegree];
    this.world = svg('g', { class: 'world' });
    this.overlay = svg('g');
    this.svg = svg('svg', { role: 'img', 'aria-label': 'The journey on its roads' }, this.world, this.overlay);
    this.box.append(this.svg);
    this.markers = [];
    this.measureBounds();
    this.drawRoads(roads);
    this.drawJourney(journey, tip);
    this.here = svg('g', { visibility: 'hidden' },
      svg('circle', { r: 7, fill: '#1d2733', stroke: '#fff', 'stroke-width': 2.5 }));
    this.overlay.append(this.here);
    this.addControls();
    this.fit();
    new ResizeObserver(() => this.fit()).observe(this.box);
  }

  measureBounds() {
    const projected = this.points.map(this.project);
    const xs = projected.map(p => p[0]), ys = projected.map(p => p[1]);
    const least = values => values.reduce((a, b) => Math.min(a, b));
    const most = values => values.reduce((a, b) => Math.max(a, b));
    this.bounds = { left: least(xs), right: most(xs), top: least(ys), bottom: most(ys) };
  }

  lineOf(positions) {
    return positions.map((p, i) => (i ? 'L' : 'M') + this.project(p).map(v => v.toFixed(1)).join(' ')).join('');
  }

  drawRoads(roads) {
    // Wide enough for a screen much wider than the journey is long; the rest is out of sight.
    const { left, right, top, bottom } = this.bounds;
    const margin = Math.max(right - left, bottom - top, 400) * 1.5;
    const lines = {};
    for (const road of roads) {
      const projected = road.positions.map(this.project);
      if (projected.some(([x, y]) =>
        x > left - margin && x < right + margin && y > top - margin && y < bottom + margin)) {
        lines[road.roadClass] = (lines[road.roadClass] || '') + this.lineOf(road.positions);
      }
    }
    this.roadPaths = [];
    const byWidth = Object.keys(lines).sort((a, b) => (ROAD_WIDTHS[a] || 1) - (ROAD_WIDTHS[b] || 1));
    for (const roadClass of byWidth) {
      const width = ROAD_WIDTHS[roadClass] || 1;
      const path = svg('path', { d: lines[roadClass], stroke: width > 3 ? '#d3d6da' : width > 1.5 ? '#dcdfe2' : '#e6e8ea' });
      if (roadClass === 'ferry') path.setAttribute('stroke-dasharray', '4 5');
      this.roadPaths.push({ path, width });
      this.world.append(path);
    }
  }

  drawJourney(journey, tip) {
    const stretches = journey.drawing.stretches.map(s => ({ band: s.band, line: this.lineOf(decode(s.positions)) }));
    for (const stretch of stretches) this.world.append(svg('path', { d: stretch.line, stroke: '#fff', 'stroke-width': 8 }));
    // Where a road was driven twice, the faster drive shows.
    const severity = Object.keys(BANDS);
    stretches.sort((a, b) => severity.indexOf(a.band) - severity.indexOf(b.band));
    for (const stretch of stretches) {
      this.world.append(svg('path', { d: stretch.line, stroke: BANDS[stretch.band].colour, 'stroke-width': 4.5 }));
    }
    this.mark(letterMarker('A', '#2e7d32'), this.points[0], tip, 'Start ' + journey.startText);
    this.mark(letterMarker('B', '#1d2733'), this.points[this.points.length - 1], tip, 'End ' + journey.endText);
    for (const event of journey.eventMarks) this.mark(eventMarker(event.type), this.points[event.point], tip, event.text);
  }

  mark(element, position, tip, text) {
    this.markers.push({ element, at: this.project(position) });
    this.overlay.append(element);
    element.append(svg('title', {}, text));
    element.addEventListener('pointerenter', e => tip(e, text));
    element.addEventListener('pointerleave', () => tip(null));
  }

  addControls() {
    const buttons = document.createElement('div');
    buttons.className = 'buttons';
    const add = (label, name, action) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = label;
      button.title = name;
      button.setAttribute('aria-label', name);
      button.addEventListener('click', action);
      buttons.append(button);
    };
    const middle = () => [this.box.clientWidth / 2, this.box.clientHeight / 2];
    add('+', 'Zoom in', () => this.zoom(1.6, ...middle()));
    add('−', 'Zoom out', () => this.zoom(1 / 1.6, ...middle()));
    add('⤢', 'Whole journey', () => this.fit());
    this.scaleBar = document.createElement('div');
    this.scaleBar.className = 'scale';
    this.scaleBar.append(document.createElement('span'));
    const origin = document.createElement('div');
    origin.className = 'origin';
    origin.textContent = 'Roads © OpenStreetMap contributors';
    this.box.append(buttons, this.scaleBar, ...(this.roadPaths.length ? [origin] : []));

    const fingers = new Map();
    const at = e => [e.clientX - this.box.getBoundingClientRect().left, e.clientY - this.box.getBoundingClientRect().top];
    this.svg.addEventListener('wheel', e => {
      e.preventDefault();
      this.zoom(Math.exp(-e.deltaY / 400), ...at(e));
    }, { passive: false });
    this.svg.addEventListener('pointerdown', e => {
      this.svg.setPointerCapture(e.pointerId);
      fingers.set(e.pointerId, at(e));
    });
    this.svg.addEventListener('pointermove', e => {
      if (!fingers.has(e.pointerId)) return;
      const before = fingers.get(e.pointerId), now = at(e);
      const other = [...fingers].filter(([id]) => id !== e.pointerId).map(([, place]) => place)[0];
      if (other) {
        const apart = place => Math.hypot(place[0] - other[0], place[1] - other[1]);
        this.zoom(apart(now) / Math.max(1, apart(before)), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
      } else {
        this.x += now[0] - before[0];
        this.y += now[1] - before[1];
        this.place();
      }
      fingers.set(e.pointerId, now);
    });
    for (const ended of ['pointerup', 'pointercancel']) this.svg.addEventListener(ended, e => fingers.delete(e.pointerId));
  }

  fit() {
    const width = this.box.clientWidth, height = this.box.clientHeight, edge = 34;
    if (!width || !height) return;
    const { left, right, top, bottom } = this.bounds;
    const least = 150;
    this.scale = Math.min((width - 2 * edge) / Math.max(least, right - left), (height - 2 * edge) / Math.max(least, bottom - top));
    this.x = width / 2 - (left + right) / 2 * this.scale;
    this.y = height / 2 - (top + bottom) / 2 * this.scale;
    this.place();
  }

  zoom(factor, x, y) {
    const scale = Math.min(8, Math.max(0.002, this.scale * factor));
    const really = scale / this.scale;
    this.x = x - (x - this.x) * really;
    this.y = y - (y - this.y) * really;
    this.scale = scale;
    this.place();
  }

  place() {
    this.world.setAttribute('transform', `matrix(${this.scale} 0 0 ${this.scale} ${this.x} ${this.y})`);
    const thickness = Math.min(3, Math.max(0.45, Math.sqrt(this.scale) * 1.9));
    for (const { path, width } of this.roadPaths) path.setAttribute('stroke-width', (width * thickness).toFixed(2));
    for (const marker of this.markers) this.placeMarker(marker.element, marker.at);
    if (this.hereAt) this.placeMarker(this.here, this.hereAt);
    const nice = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];
    const metres = nice.filter(m => m * this.scale <= 130).pop() || nice[0];
    this.scaleBar.style.width = metres * this.scale + 'px';
    this.scaleBar.firstChild.textContent = metres < 1000 ? metres + ' m' : metres / 1000 + ' km';
  }

  placeMarker(element, [x, y]) {
    element.setAttribute('transform', `translate(${(x * this.scale + this.x).toFixed(1)} ${(y * this.scale + this.y).toFixed(1)})`);
  }

  /** Shows where the vehicle was at this point, or nothing for null. */
  show(point) {
    this.here.setAttribute('visibility', point === null ? 'hidden' : 'visible');
    if (point === null) return;
    this.hereAt = this.project(this.points[point]);
    this.placeMarker(this.here, this.hereAt);
  }
}
