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

/** What is not wholly sure never reads 100 %: the shares are rounded down to a thousandth. */
const percent = share => Number((100 * share).toFixed(1)) + ' %';
const whole = number => Math.round(number).toLocaleString('en-GB');
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
      title.append(`Confidence ${percent(confidence)}: so likely this stretch was driven`);
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

/** Few points between do not end a run of one finding. */
const RUN_POINTS = 10;
const findings = [];

/** One line in the list for each run; of several findings in it, the most is told. */
function find(kind, first, last, most, tell) {
  const run = findings.findLast(finding => finding.kind === kind);
  if (run && first - run.last <= RUN_POINTS) {
    run.last = last;
    run.times++;
    run.most = Math.max(run.most, most);
  } else {
    findings.push({ kind, first, last, times: 1, most, tell });
  }
}

match.points.forEach((point, i) => {
  const move = moveAt(i);
  if (point.reason) {
    find(point.reason, i, i, 0, ({ times }) => point.reason.replaceAll('-', ' ') + (times > 1 ? `, ${times} points` : ''));
  } else if (move === 'start' && i + match.firstPoint > match.considered[0].point) {
    find('break', i, i, 0, ({ times }) => times > 1 ? `${times} breaks: new paths begin` : 'break: a new path begins');
  } else if (move === 'turn') {
    find('turn', i, i, 0, ({ times }) => times > 1 ? `turns back ${times} times` : 'turns back');
  } else if (point.metresFromRoad >= 30) {
    find('far', i, i, point.metresFromRoad, ({ times, most }) => times > 1 ? `${times} points up to ${most} m from their road` : `${most} m from its road`);
  }
});
for (const { pointBefore, pointAfter, seconds, metres } of match.gaps) {
  find('gap', pointBefore - match.firstPoint, pointAfter - match.firstPoint, seconds, ({ times, most }) =>
    times > 1 ? `${times} gaps of up to ${whole(most)} s bridged` : `gap of ${whole(most)} s bridged, ${whole(metres)} m on the road`);
}
for (const { pointBefore, pointAfter, metres, confidence } of match.unsure) {
  find('unsure from ' + pointBefore, pointBefore - match.firstPoint, pointAfter - match.firstPoint, 0, () => `${percent(confidence)} sure for ${whole(metres)} m`);
}
findings.sort((a, b) => a.first - b.first);

const rows = findings.map(finding => {
  const { first, last } = finding;
  const link = el('a', { href: '#' + first }, time(first), el('span', { class: 'sub' }, finding.tell(finding)));
  const points = match.firstPoint + first + (last > first ? '–' + (match.firstPoint + last) : '');
  const row = el('tr', {}, el('td', {}, link), el('td', {}, points));
  row.addEventListener('click', e => { e.preventDefault(); map.goTo(first); showPoint(first); });
  return row;
});
document.getElementById('list').append(rows.length
  ? el('table', {}, el('thead', {}, el('tr', {}, el('th', {}, 'What stands out'), el('th', {}, 'Points'))), el('tbody', {}, ...rows))
  : el('p', {}, 'Nothing stands out: every point lies near its road, without a break, a turn, a gap or an unsure stretch.'));
const count = kind => match.points.filter((_, i) => kindOf(i) === kind).length;
const CONFIDENCE = 'Confidence: the share of the matched length that was likely driven so. What is not matched does not count.';
for (const [name, value, hint] of [['Points', match.points.length], ['Used', count('used')], ['Redundant', count('redundant')],
  ['Unmatched', count('unmatched')], ['Paths', match.paths.length],
  ['Confidence', match.confidence === null ? '–' : percent(match.confidence), CONFIDENCE]]) {
  document.getElementById('totals').append(el('div', hint ? { title: hint } : {}, el('dt', {}, name), el('dd', {}, value.toLocaleString('en-GB'))));
}
for (const kind of Object.values(KINDS)) {
  document.getElementById('legend').append(el('span', {}, el('i', { style: 'background:' + kind.colour }), kind.name));
}
document.getElementById('legend').append(el('span', {}, CONFIDENCE));
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
if (findings.length) showPoint(findings[0].first);
