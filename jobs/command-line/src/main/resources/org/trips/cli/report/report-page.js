'use strict';
// The page: totals, the list of journeys, the journey shown, the policy days.

const report = JSON.parse(document.getElementById('data').textContent);
const roads = report.roads.map(r => ({ roadClass: r.roadClass, positions: decode(r.positions) }));

const harshRate = documents => {
  const add = of => documents.reduce((sum, d) => sum + of(d), 0), metres = add(d => d.harshExposureMetres);
  return metres > 0 ? numberText(add(harshOf) / metres * 1e5, 1) : '';
};

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
