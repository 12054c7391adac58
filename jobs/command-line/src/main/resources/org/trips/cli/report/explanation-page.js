'use strict';
// One journey: what is said of it, beside map and speed plot with the points that decided and those set aside.

const data = JSON.parse(document.getElementById('data').textContent);
const roads = data.roads.map(r => ({ roadClass: r.roadClass, positions: decode(r.positions) }));
const journey = data.journey;
const start = Date.parse(journey.document.start) / 1000;
const REASONS = {
  parked: { name: 'parked', colour: '#8d97a3' },
  tooShort: { name: 'in a drive too short', colour: '#7a4fb5' },
  inaccurate: { name: 'inaccurate', colour: '#c026d3' },
  jump: { name: 'a jump', colour: '#d0312d' },
  unconfirmed: { name: 'unconfirmed', colour: '#c77700' },
};
const MARK_COLOUR = '#455a64';
/** So much is shown beyond the first and last thing said of start and end. */
const MARGIN_SECONDS = 20;
const timeOf = seconds => clock(start + seconds, journey.timeZone, true);

class ExplainedMap extends JourneyMap {
  /** Marks near the journey are in sight as well; one beyond a gap may lie too far away. */
  measureBounds() {
    super.measureBounds();
    const { left, right, top, bottom } = this.bounds;
    const reach = Math.max(right - left, bottom - top, 800) / 2;
    for (const { place, radius } of data.marks) {
      const [x, y] = this.project(place);
      if (x < left - reach || x > right + reach || y < top - reach || y > bottom + reach) continue;
      this.bounds.left = Math.min(this.bounds.left, x - radius);
      this.bounds.right = Math.max(this.bounds.right, x + radius);
      this.bounds.top = Math.min(this.bounds.top, y - radius);
      this.bounds.bottom = Math.max(this.bounds.bottom, y + radius);
    }
  }

  drawJourney(drawn, tip) {
    for (const mark of data.marks) {
      if (mark.radius) this.world.append(svg('path', { d: this.circle(mark), stroke: MARK_COLOUR, 'stroke-width': 1.4, 'stroke-dasharray': '4 4' }));
    }
    super.drawJourney(drawn, tip);
    this.dots = Object.entries(REASONS).map(([reason, { colour }]) => svg('path', {
      d: data.setAside.filter(p => p.reason === reason)
        .map(p => `M${this.project(p.place).map(v => v.toFixed(1)).join(' ')}h0`).join(''),
      stroke: colour,
    }));
    this.world.append(...this.dots);
    for (const mark of data.marks) {
      this.mark(letterMarker(mark.letter, MARK_COLOUR), mark.place, tip, `${timeOf(mark.seconds)}\n${mark.text}`);
    }
    this.raiseEnds();
  }

  /** Start and end stay in sight where marks lie at the same place: those move below them. */
  raiseEnds() {
    const ends = this.markers.slice(0, 2);
    ends.forEach(({ element }) => this.overlay.append(element));
  }

  circle({ place, radius }) {
    const [x, y] = this.project(place);
    return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;
  }

  place() {
    super.place();
    const size = Math.min(7, Math.max(3, 9 * Math.sqrt(this.scale)));
    for (const dots of this.dots) dots.setAttribute('stroke-width', size.toFixed(1));
  }

  /** Brings places into view, near enough to tell points apart. */
  goTo(places) {
    const projected = places.map(this.project);
    const xs = projected.map(p => p[0]), ys = projected.map(p => p[1]);
    const left = Math.min(...xs), right = Math.max(...xs), top = Math.min(...ys), bottom = Math.max(...ys);
    const width = this.box.clientWidth, height = this.box.clientHeight, least = 500;
    this.scale = Math.min((width - 120) / Math.max(least, right - left), (height - 120) / Math.max(least, bottom - top));
    this.x = width / 2 - (left + right) / 2 * this.scale;
    this.y = height / 2 - (top + bottom) / 2 * this.scale;
    this.place();
  }
}

class ExplainedChart extends SpeedChart {
  range() {
    const seconds = this.journey.drawing.seconds;
    const last = seconds[seconds.length - 1];
    // A gap of hours would leave no room for the journey.
    const most = Math.max(900, last / 4);
    const near = data.marks.map(m => m.seconds).filter(s => s > -most && s < last + most);
    return [Math.min(0, ...near) - MARGIN_SECONDS, Math.max(last, ...near) + MARGIN_SECONDS];
  }

  draw() {
    super.draw();
    if (!this.y) return;
    const [first, last] = this.range(), height = this.svg.clientHeight;
    for (const p of data.setAside) {
      if (p.seconds < first || p.seconds > last) continue;
      this.svg.append(svg('circle', { cx: this.x(p.seconds).toFixed(1), cy: this.y(Math.min(p.kmh || 0, this.highest())).toFixed(1), r: 2.2, fill: REASONS[p.reason].colour }));
    }
    for (const mark of data.marks) {
      if (mark.seconds < first || mark.seconds > last) continue;
      const x = this.x(mark.seconds);
      const letter = letterMarker(mark.letter, MARK_COLOUR);
      letter.setAttribute('transform', `translate(${x.toFixed(1)} 11) scale(0.8)`);
      letter.append(svg('title', {}, `${timeOf(mark.seconds)}\n${mark.text}`));
      this.svg.append(svg('line', { x1: x, x2: x, y1: 20, y2: height - 22, stroke: MARK_COLOUR, 'stroke-dasharray': '4 3' }), letter);
    }
    this.chosen = svg('rect', { y: 24, height: Math.max(0, height - 46), fill: '#16588e', opacity: 0.12, visibility: 'hidden' });
    this.svg.append(this.chosen);
    if (this.span) this.choose(...this.span);
  }

  /** The speed at the upper end of the axis. */
  highest() {
    return this.journey.drawing.kmh.reduce((a, b) => Math.max(a, b ?? 0), 30);
  }

  choose(from, to) {
    this.span = [from, to];
    const [first, last] = this.range();
    const a = this.x(Math.min(last, Math.max(first, from))), b = this.x(Math.min(last, Math.max(first, to)));
    this.chosen.setAttribute('x', a - 2);
    this.chosen.setAttribute('width', b - a + 4);
    this.chosen.setAttribute('visibility', 'visible');
  }
}

prepare(journey);
const d = journey.document;
const mapBox = el('div', { class: 'map' });
const chartBox = el('div', { class: 'chart' }, el('h3', { style: 'margin:0 0 4px' }, 'Speed (blue) and limit (red), km/h'));
const legendBox = legend();
for (const [reason, { name, colour }] of Object.entries(REASONS)) {
  if (data.setAside.some(p => p.reason === reason)) legendBox.append(el('span', {}, el('i', { style: 'background:' + colour }), name));
}
const letters = data.marks.map(m => `${m.letter} ${m.text}`);
if (letters.length) legendBox.append(el('span', {}, letters.join(' · ')));
document.getElementById('journey').append(
  el('div', { class: 'title' },
    el('h2', {}, `${dayText(d.start, journey.timeZone)}, ${journey.startText} – ${journey.endText} (${journey.timeZone})`),
    el('span', {}, (d.policy || 'no policy') + ' · vehicle ' + journey.vehicle),
    el('span', { class: 'status' }, d.status)),
  el('div', { class: 'body' }, el('div', { class: 'drawn' }, mapBox, legendBox, chartBox), numbersOf(d)));
const map = new ExplainedMap(mapBox, journey, roads, tooltip(mapBox));
const chart = new ExplainedChart(chartBox, journey, tooltip(chartBox), point => map.show(point));

/** Where the vehicle was then, or what is known nearest to it. */
function placesOf({ topic, label, from, to }) {
  if (topic === 'start' || topic === 'end') {
    const near = topic === 'start' ? map.points[0] : map.points[map.points.length - 1];
    return [near, ...data.marks.filter(m => ('PL'.includes(m.letter)) === (topic === 'start')).map(m => m.place)];
  }
  const isWithin = p => p.seconds >= from && p.seconds <= to && (topic !== 'dropped' || p.reason === label);
  const within = data.setAside.filter(isWithin).map(p => p.place);
  if (topic === 'dropped') return within;
  journey.drawing.seconds.forEach((s, i) => { if (s >= from && s <= to) within.push(map.points[i]); });
  return within;
}

const list = document.getElementById('list');
const buttons = [];
let section = null, heading = null;
for (const finding of data.findings) {
  if (finding.heading !== heading) {
    heading = finding.heading;
    section = el('section', {}, el('h3', {}, heading));
    list.append(section);
  }
  const timed = !['difference', 'quality', 'dropped'].includes(finding.topic);
  const button = el('button', { type: 'button', 'aria-pressed': 'false' }, ...(timed ? [el('b', {}, timeOf(finding.from))] : []), finding.text);
  button.addEventListener('click', () => {
    buttons.forEach(other => other.setAttribute('aria-pressed', String(other === button)));
    const places = ['difference', 'quality'].includes(finding.topic) ? [] : placesOf(finding);
    if (places.length) map.goTo(places); else map.fit();
    chart.choose(finding.from, finding.to);
  });
  buttons.push(button);
  section.append(button);
}
document.getElementById('about').textContent = data.about + ', by profile ' + d.profile + (d.roads ? ', on roads ' + d.roads : ', without roads');
document.getElementById('foot').textContent = data.note + ' Click what is said to see where and when.';
