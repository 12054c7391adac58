'use strict';
// The page: totals, the list of journeys, the journey shown, the policy days.

const UNLIMITED = 255;              // what the road file says for a road without a limit
const LONGEST_LINE_SECONDS = 15;    // beyond it two fixes are not joined in the chart
const CLASS_COLOURS = {
  motorway: '#2b5c8a', trunk: '#4679a6', primary: '#6a97bd', secondary: '#8fb3cf', tertiary: '#b5cee0',
  unclassified: '#cfd9c9', residential: '#b9ccb0', living_street: '#d5dfcf', service: '#d8d4c8', track: '#c8b99a', ferry: '#a8d5d8', unmatched: '#e4e4e4',
};

const report = JSON.parse(document.getElementById('data').textContent);
const roads = report.roads.map(r => ({ roadClass: r.roadClass, positions: decode(r.positions) }));

function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children.map(c => c instanceof Node ? c : String(c)));
  return element;
}

const numberText = (value, digits) =>
  value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const km = metres => numberText(metres / 1000, metres < 100000 ? 1 : 0);
const className = name => name.replace('_', ' ');
const limitText = limit => limit === 0 || limit === null ? 'limit unknown' : limit >= UNLIMITED ? 'no limit' : 'limit ' + limit + ' km/h';

function span(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return whole + ' s';
  const minutes = Math.round(whole / 60);
  return minutes < 60 ? minutes + ' min' : Math.floor(minutes / 60) + ' h ' + String(minutes % 60).padStart(2, '0') + ' min';
}

function clock(epochSeconds, timeZone, withSeconds) {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone, hour: '2-digit', minute: '2-digit', second: withSeconds ? '2-digit' : undefined,
  }).format(new Date(epochSeconds * 1000));
}

function dayText(instant, timeZone) {
  return new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
    .format(new Date(instant));
}

function zoneOffset(instant, timeZone) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', {
    timeZone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23',
  }).formatToParts(new Date(instant)).map(p => [p.type, p.value]));
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) / 1000
    - Math.floor(Date.parse(instant) / 1000);
}

const harshOf = d => d.harsh.braking + d.harsh.acceleration + d.harsh.cornering;
const harshRate = documents => {
  const add = of => documents.reduce((sum, d) => sum + of(d), 0), metres = add(d => d.harshExposureMetres);
  return metres > 0 ? numberText(add(harshOf) / metres * 1e5, 1) : '';
};

function eventText(event, journey) {
  const kind = EVENTS[event.type]?.name || event.type;
  const lines = [kind + ' ' + clock(Date.parse(event.start) / 1000, journey.timeZone, true)];
  lines.push(event.type === 'speeding'
    ? `${Math.round(event.peak * 3.6)} km/h above the limit at worst, for ${span(event.seconds)}`
    : `${numberText(event.peak, 1)} m/s² for ${numberText(event.seconds, 1)} s`);
  if (event.severity) lines.push(`severity ${event.severity}`);
  // An older document has no speed at the end.
  const speeds = [['from', event.speedAtStartMps], ['to', event.speedAtEndMps]]
    .filter(([, mps]) => mps !== null && mps !== undefined)
    .map(([word, mps]) => `${word} ${Math.round(mps * 3.6)} km/h`);
  if (speeds.length) lines.push(speeds.join(' '));
  if (event.roadClass) lines.push(className(event.roadClass));
  return lines.join('\n');
}

/** The zone itself, or UTC in a browser that does not know it. */
function knownZone(timeZone) {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
    return timeZone;
  } catch (unknown) {
    return 'UTC';
  }
}

function prepare(journey) {
  const document_ = journey.document;
  journey.timeZone = knownZone(journey.timeZone);
  journey.zoneOffsetSeconds = zoneOffset(document_.start, journey.timeZone);
  journey.startText = clock(Date.parse(document_.start) / 1000, journey.timeZone);
  journey.endText = clock(Date.parse(document_.end) / 1000, journey.timeZone);
  journey.eventMarks = [];
  if (!journey.drawing) return;
  const seconds = journey.drawing.seconds, start = Date.parse(document_.start) / 1000;
  for (const event of document_.events) {
    const at = Date.parse(event.start) / 1000 - start;
    let point = seconds.findIndex(s => s >= at);
    if (point < 0) point = seconds.length - 1;
    journey.eventMarks.push({ type: event.type, point, text: eventText(event, journey) });
  }
}

function showTotals() {
  const documents = report.journeys.map(j => j.document);
  const sum = pick => documents.reduce((total, d) => total + pick(d), 0);
  const metres = sum(d => d.distanceMetres), harsh = sum(harshOf);
  const add = (name, value, unit) => document.getElementById('totals')
    .append(el('div', {}, el('dt', {}, name), el('dd', {}, value, ' ', el('small', {}, unit || ''))));
  add('Journeys', numberText(documents.length, 0), new Set(documents.map(d => d.device)).size + ' vehicles');
  add('Distance', km(metres), 'km');
  add('Driving time', span(sum(d => d.movingSeconds)), '');
  add('Harsh events', numberText(harsh, 0), harshRate(documents) && harshRate(documents) + ' per 100 km');
  add('Speeding', span(sum(d => d.speeding.seconds)), sum(d => d.speeding.episodes) + ' times');
  add('At night', span(sum(d => d.nightSeconds)), '');
  document.getElementById('about').textContent = report.about;
  document.getElementById('foot').textContent = report.note;
}

function countCell(count) {
  return el('td', count ? {} : { class: 'zero' }, count || '·');
}

function showList() {
  const body = el('tbody');
  report.journeys.forEach((journey, i) => {
    const d = journey.document;
    const link = el('a', { href: '#' + d._id }, dayText(d.start, journey.timeZone).replace(/ \d{4}$/, '') + ', ' + journey.startText,
      el('span', { class: 'sub', title: `${d.device}, times of ${journey.timeZone}` }, (d.policy || 'no policy') + ' · ' + journey.vehicle));
    const row = el('tr', {}, el('td', {}, link), el('td', {}, km(d.distanceMetres)), el('td', {}, span(d.durationSeconds)),
      countCell(harshOf(d)), countCell(d.speeding.episodes));
    row.addEventListener('click', () => { location.hash = d._id; });
    journey.row = row;
    body.append(row);
  });
  const head = el('tr', {}, ...['Journey', 'km', 'Time', 'Harsh', 'Fast'].map(h => el('th', { scope: 'col' }, h)));
  document.getElementById('list').append(el('table', {}, el('thead', {}, head), body));
}

function numbers(title, pairs) {
  const list = el('dl');
  for (const [name, value, unit] of pairs) list.append(el('dt', {}, name), el('dd', {}, value, ' ', el('small', {}, unit || '')));
  return el('div', {}, el('h3', {}, title), list);
}

function classShares(d) {
  const metres = {};
  for (const [name, c] of Object.entries(d.roadClasses || {})) {
    const withoutLink = name.replace('_link', '');
    metres[withoutLink] = (metres[withoutLink] || 0) + c.metres;
  }
  const classes = Object.entries(metres).filter(([, length]) => length > 0).sort((a, b) => b[1] - a[1]);
  if (!classes.length) return el('div');
  const bar = el('div', { class: 'classes' }), list = el('dl');
  const colour = name => CLASS_COLOURS[name] || '#c9ccd1';
  for (const [name, length] of classes) {
    bar.append(el('i', { style: `flex: ${length} 0 0; background: ${colour(name)}`, title: className(name) }));
    list.append(el('dt', {}, el('span', { class: 'key', style: 'background:' + colour(name) }), name === 'unmatched' ? 'off the network' : className(name)),
      el('dd', {}, km(length), ' ', el('small', {}, 'km')));
  }
  return el('div', {}, el('h3', {}, 'Roads'), bar, list);
}

function numbersOf(d) {
  const dropped = Object.entries(d.quality.dropped || {}).map(([reason, count]) => `${count} ${reason}`);
  return el('div', { class: 'numbers' },
    numbers('Driving', [
      ['Distance', km(d.distanceMetres), 'km ' + (d.distanceSource === 'roads' ? 'on roads' : 'by GPS')],
      ['Duration', span(d.durationSeconds)],
      ['Moving', span(d.movingSeconds)],
      ['Idle', span(d.idleSeconds)],
      ['Mean speed', numberText(d.meanSpeedMps * 3.6, 0), 'km/h'],
      ['Highest speed', numberText(d.maxSpeedMps * 3.6, 0), 'km/h'],
      ['At night', span(d.nightSeconds)],
    ]),
    numbers('Events', [
      ['Harsh braking', d.harsh.braking],
      ['Harsh acceleration', d.harsh.acceleration],
      ['Harsh cornering', d.harsh.cornering],
      ...(d.comparedProfiles || []).map(id => ['Harsh by ' + id, d.comparedEvents.filter(e => e.profile === id).length]),
      ['Speeding', d.speeding.episodes, d.speeding.episodes ? span(d.speeding.seconds) : ''],
      ['Limit unknown', span(d.limitUnknownSeconds)],
    ]),
    classShares(d),
    numbers('Quality', [
      ['Points used', numberText(d.quality.pointsUsed, 0)],
      ['Dropped', dropped.join(', ') || '0'],
      ['Longest gap', span(d.quality.longestGapSeconds)],
      ['Matched to roads', d.matchedShare === null ? '–' : numberText(d.matchedShare * 100, 0), '%'],
      ['Way likely right', d.matchConfidence === null ? '–' : numberText(d.matchConfidence * 100, 1), '%'],
    ]));
}

/** One tooltip for a box, kept inside it. */
function tooltip(box) {
  const tip = el('div', { class: 'tip' });
  box.append(tip);
  return (e, text) => {
    tip.style.visibility = e ? 'visible' : 'hidden';
    if (!e) return;
    tip.textContent = text;
    const around = box.getBoundingClientRect();
    const x = e.clientX - around.left, y = e.clientY - around.top;
    tip.style.left = Math.max(4, Math.min(x + 14, around.width - tip.offsetWidth - 4)) + 'px';
    tip.style.top = Math.max(4, Math.min(y + 14, around.height - tip.offsetHeight - 4)) + 'px';
  };
}

function legend() {
  const box = el('div', { class: 'legend' });
  for (const band of Object.values(BANDS)) box.append(el('span', {}, el('i', { style: 'background:' + band.colour }), band.name));
  return box;
}

function showJourney(journey) {
  for (const other of report.journeys) other.row.removeAttribute('aria-current');
  journey.row.setAttribute('aria-current', 'true');
  const d = journey.document, article = document.getElementById('journey');
  const title = el('div', { class: 'title' },
    el('h2', {}, `${dayText(d.start, journey.timeZone)}, ${journey.startText} – ${journey.endText} (${journey.timeZone})`),
    el('span', {}, (d.policy || 'no policy') + ' · vehicle ' + journey.vehicle),
    el('span', { class: 'status' }, d.status));
  if (!journey.drawing) {
    article.replaceChildren(title, el('div', { class: 'body' },
      el('p', { class: 'none' }, journey.whyNotDrawn), numbersOf(d)));
    return;
  }
  const map = el('div', { class: 'map' }), chart = el('div', { class: 'chart' }, el('h3', { style: 'margin:0 0 4px' }, 'Speed (blue) and limit (red), km/h'));
  article.replaceChildren(title, el('div', { class: 'body' }, el('div', { class: 'drawn' }, map, legend(), chart), numbersOf(d)));
  const drawn = new JourneyMap(map, journey, roads, tooltip(map));
  new SpeedChart(chart, journey, tooltip(chart), point => drawn.show(point));
}

function showDays() {
  if (!report.days.length) return;
  const columns = [
    ['Policy and day', d => d.policy + ', ' + d.day], ['Journeys', d => d.journeys], ['Vehicles', d => d.vehicles],
    ['km', d => km(d.distanceMetres)], ['Driving', d => span(d.movingSeconds)], ['Night', d => span(d.nightSeconds)],
    ['Braking', d => d.harsh.braking], ['Acceleration', d => d.harsh.acceleration], ['Cornering', d => d.harsh.cornering],
    ['Harsh per 100 km', d => harshRate([d]) || '–'],
    ['Speeding', d => span(d.speeding.seconds)], ['Status', d => d.status],
  ];
  const body = el('tbody', {}, ...report.days.map(d => el('tr', {}, ...columns.map(([, value]) => el('td', {}, value(d))))));
  const head = el('tr', {}, ...columns.map(([name]) => el('th', { scope: 'col' }, name)));
  document.getElementById('days').append(el('div', { class: 'card' }, el('h2', {}, 'Policy days'), el('table', {}, el('thead', {}, head), body)));
}

function showHash() {
  const journey = report.journeys.find(j => j.document._id === location.hash.slice(1)) || report.journeys[0];
  if (!journey) return;
  showJourney(journey);
  // Within the list alone: the page itself stays where it is.
  const list = document.getElementById('list'), row = journey.row;
  const above = row.offsetTop - row.offsetHeight, below = row.offsetTop + 2 * row.offsetHeight - list.clientHeight;
  if (list.scrollTop > above) list.scrollTop = above;
  if (list.scrollTop < below) list.scrollTop = below;
}

report.journeys.forEach(prepare);
// By the clock that is shown, which differs between policies.
const localStart = j => Date.parse(j.document.start) / 1000 + j.zoneOffsetSeconds;
report.journeys.sort((a, b) => localStart(a) - localStart(b));
showTotals();
showList();
showDays();
addEventListener('hashchange', showHash);
addEventListener('keydown', e => {
  if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
  const current = report.journeys.findIndex(j => j.row.hasAttribute('aria-current'));
  const next = report.journeys[current + (e.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  e.preventDefault();
  location.hash = next.document._id;
});
showHash();
