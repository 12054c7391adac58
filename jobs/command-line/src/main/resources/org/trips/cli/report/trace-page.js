'use strict';
// One trace: its points, the places each may have been at, and the path found.

const match = JSON.parse(document.getElementById('data').textContent);
const roads = match.roads.map(r => ({ roadClass: r.roadClass, positions: decode(r.positions) }));
const KINDS = {
  used: { name: 'used in the search', colour: '#1d2733' },
  redundant: { name: 'adds nothing to the one before', colour: '#8d97a3' },
  unmatched: { name: 'without a place on a road', colour: '#d0312d' },
  path: { name: 'path, at least 95 % sure', colour: '#16588e' },
  likely: { name: 'at least 70 %', colour: '#c77700' },
  unsure: { name: 'less', colour: '#c026d3' },
  candidate: { name: 'places considered, the chosen one ringed', colour: '#0b7a75' },
};

function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children.map(c => c instanceof Node ? c : String(c)));
  return element;
}

const sureness = confidence => confidence >= 0.95 ? 'path' : confidence >= 0.7 ? 'likely' : 'unsure';
const consideredAt = new Map(match.considered.map(fix => [fix.point - match.firstPoint, fix]));
const moveAt = i => {
  const fix = consideredAt.get(i);
  return fix && fix.chosen >= 0 ? fix.edges[fix.chosen].move : null;
};
const kindOf = i => 'reason' in match.points[i] ? 'unmatched' : consideredAt.has(i) ? 'used' : 'redundant';
const time = i => new Date(match.points[i].time).toISOString().slice(11, 19);
const road = r => (r.name || r.roadClass.replace('_', ' ')) + (r.forward ? ' →' : ' ←');

class TraceMap extends JourneyMap {
  drawJourney() {
    const stretches = match.paths.flat().map(stretch => ({ line: this.lineOf(decode(stretch.line)), confidence: stretch.confidence }));
    for (const { line } of stretches) this.world.append(svg('path', { d: line, stroke: '#fff', 'stroke-width': 7 }));
    for (const { line, confidence } of stretches) {
      const title = svg('title');
      title.append(`confidence ${confidence.toFixed(2)}`);
      this.world.append(svg('path', { d: line, stroke: KINDS[sureness(confidence)].colour, 'stroke-width': 4, opacity: 0.75 }, title));
    }
    const at = p => this.project(p).map(v => v.toFixed(1)).join(' ');
    const dots = { used: '', redundant: '', unmatched: '' };
    let away = '';
    this.points.forEach((position, i) => {
      dots[kindOf(i)] += `M${at(position)}h0`;
      if (match.points[i].place) away += `M${at(position)}L${at(match.points[i].place)}`;
    });
    this.world.append(svg('path', { d: away, stroke: '#1d2733', 'stroke-width': 0.8, opacity: 0.5 }));
    this.dots = ['redundant', 'used', 'unmatched'].map(kind => svg('path', { d: dots[kind], stroke: KINDS[kind].colour }));
    this.world.append(...this.dots);
    this.candidates = svg('g', {});
    this.world.append(this.candidates);
    let pressed = null;
    this.svg.addEventListener('pointerdown', e => { pressed = [e.clientX, e.clientY]; });
    this.svg.addEventListener('pointerup', e => {
      if (pressed && Math.hypot(e.clientX - pressed[0], e.clientY - pressed[1]) < 4) this.pick(e);
    });
  }

  place() {
    super.place();
    // Far out the points would hide the path.
    const size = Math.min(7, Math.max(2, 9 * Math.sqrt(this.scale)));
    for (const dots of this.dots) dots.setAttribute('stroke-width', size.toFixed(1));
  }

  /** Chooses the point nearest to the pointer. */
  pick(e) {
    const box = this.box.getBoundingClientRect();
    const x = (e.clientX - box.left - this.x) / this.scale, y = (e.clientY - box.top - this.y) / this.scale;
    let nearest = -1, least = 20 / this.scale;
    this.points.forEach((position, i) => {
      const [px, py] = this.project(position);
      const away = Math.hypot(px - x, py - y);
      if (away < least) { least = away; nearest = i; }
    });
    if (nearest >= 0) showPoint(nearest);
  }

  showCandidates(i) {
    this.candidates.replaceChildren();
    const fix = consideredAt.get(i);
    if (fix) {
      const at = p => this.project(p).map(v => v.toFixed(1)).join(' ');
      fix.edges.forEach((edge, e) => {
        const chosen = e === fix.chosen;
        this.candidates.append(
          svg('path', { d: `M${at(this.points[i])}L${at(edge.place)}`, stroke: KINDS.candidate.colour, 'stroke-width': 1.4 }),
          svg('path', { d: `M${at(edge.place)}h0`, stroke: chosen ? '#1d2733' : '#fff', 'stroke-width': chosen ? 15 : 11 }),
          svg('path', { d: `M${at(edge.place)}h0`, stroke: KINDS.candidate.colour, 'stroke-width': 9 }));
      });
    }
    this.show(i);
  }

  /** Brings a point into the middle, near enough to tell roads apart. */
  goTo(i) {
    const [x, y] = this.project(this.points[i]);
    this.scale = Math.max(this.scale, 1.2);
    this.x = this.box.clientWidth / 2 - x * this.scale;
    this.y = this.box.clientHeight / 2 - y * this.scale;
    this.place();
  }
}

const map = new TraceMap(document.getElementById('map'), { drawing: { positions: match.positions } }, roads, () => {});
let current = -1;

function showPoint(i) {
  current = i;
  map.showCandidates(i);
  const point = match.points[i], fix = consideredAt.get(i), panel = document.getElementById('point');
  const said = [['speed', 'm/s'], ['heading', '°'], ['accuracy', 'm']]
    .filter(([name]) => point[name] !== null).map(([name, unit]) => `${name} ${point[name]} ${unit}`).join(', ');
  const where = point.place ? `on ${road(point)} (way ${point.way}), ${point.metresFromRoad} m from it` : 'no place: ' + point.reason;
  const title = el('div', { class: 'title' }, el('h2', {}, `Point ${match.firstPoint + i}, ${time(i)} UTC`),
    el('span', {}, [where, said].filter(Boolean).join(' · ')));
  if (!fix) {
    panel.replaceChildren(title, el('p', {}, 'Not part of the search: ' + (point.reason || 'it adds nothing to the point before')));
    return;
  }
  const columns = ['Road', 'Way', 'Reached by', 'Emission', 'Cost so far', 'Above the best'];
  const best = Math.min(...fix.edges.filter(e => e.cost !== null).map(e => e.cost));
  const body = el('tbody', {}, ...fix.edges.map((edge, e) => el('tr', e === fix.chosen ? { class: 'chosen' } : {},
    ...[road(edge), edge.way, edge.cost === null ? 'nothing' : edge.move, edge.emission.toFixed(2),
      edge.cost === null ? '–' : edge.cost.toFixed(2), edge.cost === null ? '–' : (edge.cost - best).toFixed(2)].map(v => el('td', {}, v)))));
  panel.replaceChildren(title, el('table', {},
    el('thead', {}, el('tr', {}, ...columns.map(c => el('th', { scope: 'col' }, c)))), body));
}

function standsOut(i) {
  if (match.points[i].reason) return match.points[i].reason.replaceAll('-', ' ');
  const move = moveAt(i);
  if (move === 'start' && i + match.firstPoint > (match.considered[0] || { point: 0 }).point) return 'break: a new path begins';
  if (move === 'turn') return 'turns back';
  if (match.points[i].metresFromRoad >= 30) return match.points[i].metresFromRoad + ' m from its road';
  return null;
}

const out = match.points.map((_, i) => [i, standsOut(i)]).filter(([, why]) => why);
const rows = out.map(([i, why]) => {
  const link = el('a', { href: '#' + i }, time(i), el('span', { class: 'sub' }, why));
  const row = el('tr', {}, el('td', {}, link), el('td', {}, match.firstPoint + i));
  row.addEventListener('click', e => { e.preventDefault(); map.goTo(i); showPoint(i); });
  return row;
});
document.getElementById('list').append(rows.length
  ? el('table', {}, el('thead', {}, el('tr', {}, el('th', {}, 'What stands out'), el('th', {}, 'Point'))), el('tbody', {}, ...rows))
  : el('p', {}, 'Nothing stands out: every point lies near its road, without a break and without turning back.'));
const count = kind => match.points.filter((_, i) => kindOf(i) === kind).length;
for (const [name, value] of [['Points', match.points.length], ['Used', count('used')], ['Redundant', count('redundant')],
  ['Unmatched', count('unmatched')], ['Paths', match.paths.length],
  ['Confidence', match.confidence === null ? '–' : match.confidence.toFixed(2)]]) {
  document.getElementById('totals').append(el('div', {}, el('dt', {}, name), el('dd', {}, value.toLocaleString('en-GB'))));
}
for (const kind of Object.values(KINDS)) {
  document.getElementById('legend').append(el('span', {}, el('i', { style: 'background:' + kind.colour }), kind.name));
}
document.getElementById('about').textContent = match.about;
document.getElementById('foot').textContent = match.note + ' Click a point, or go on with the arrow keys.';
addEventListener('keydown', e => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
  if (!step) return;
  const next = Math.min(match.points.length - 1, Math.max(0, current + step));
  e.preventDefault();
  map.goTo(next);
  showPoint(next);
});
if (out.length) showPoint(out[0][0]);
