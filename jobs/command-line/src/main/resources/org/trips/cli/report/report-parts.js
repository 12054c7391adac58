'use strict';
// What the pages share: texts, times, numbers, the tooltip, the legend.

const UNLIMITED = 255;              // what the road file says for a road without a limit
const LONGEST_LINE_SECONDS = 15;    // beyond it two fixes are not joined in the chart
const CLASS_COLOURS = {
  motorway: '#2b5c8a', trunk: '#4679a6', primary: '#6a97bd', secondary: '#8fb3cf', tertiary: '#b5cee0',
  unclassified: '#cfd9c9', residential: '#b9ccb0', living_street: '#d5dfcf', service: '#d8d4c8', track: '#c8b99a', ferry: '#a8d5d8', unmatched: '#e4e4e4',
};

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
