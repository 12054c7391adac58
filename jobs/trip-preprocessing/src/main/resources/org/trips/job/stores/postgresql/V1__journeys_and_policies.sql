-- The store of the job: docs/stores.md. Documents are kept whole; the other columns are made of them by the database, so
-- that nobody can write the one without the other. Ids and names sort by their bytes, as they do elsewhere.

-- A time as documents have it, 2026-03-01T07:30:00.000Z. Written out, since the cast of a text to a time depends on the
-- session and so may make no column.
create function utc(text) returns timestamptz language sql immutable strict parallel safe as $$
  select make_timestamp(substr($1, 1, 4)::int, substr($1, 6, 2)::int, substr($1, 9, 2)::int,
    substr($1, 12, 2)::int, substr($1, 15, 2)::int, rtrim(substr($1, 18), 'Z')::double precision) at time zone 'UTC'
$$;
comment on function utc(text) is 'A time as documents have it: ISO 8601 in UTC.';

-- A day as documents have it, 2026-03-01.
create function day_of(text) returns date language sql immutable strict parallel safe as $$
  select make_date(substr($1, 1, 4)::int, substr($1, 6, 2)::int, substr($1, 9)::int)
$$;
comment on function day_of(text) is 'A day as documents have it: ISO 8601.';

create table journeys (
  id text collate "C" primary key,
  document jsonb not null,
  written_at timestamptz not null,
  device text collate "C" generated always as (document ->> 'device') stored not null,
  policy text collate "C" generated always as (document ->> 'policy') stored,
  status text generated always as (document ->> 'status') stored not null,
  started_at timestamptz generated always as (utc(document ->> 'start')) stored not null,
  ended_at timestamptz generated always as (utc(document ->> 'end')) stored not null,
  distance_metres numeric generated always as ((document ->> 'distanceMetres')::numeric) stored,
  distance_source text generated always as (document ->> 'distanceSource') stored,
  bridged_metres numeric generated always as ((document ->> 'bridgedMetres')::numeric) stored,
  ferry_metres numeric generated always as ((document ->> 'ferryMetres')::numeric) stored,
  duration_seconds numeric generated always as ((document ->> 'durationSeconds')::numeric) stored,
  moving_seconds numeric generated always as ((document ->> 'movingSeconds')::numeric) stored,
  idle_seconds numeric generated always as ((document ->> 'idleSeconds')::numeric) stored,
  night_seconds numeric generated always as ((document ->> 'nightSeconds')::numeric) stored,
  night_metres numeric generated always as ((document ->> 'nightMetres')::numeric) stored,
  rush_hour_seconds numeric generated always as ((document -> 'rushHour' ->> 'seconds')::numeric) stored,
  rush_hour_metres numeric generated always as ((document -> 'rushHour' ->> 'metres')::numeric) stored,
  limit_unknown_seconds numeric generated always as ((document ->> 'limitUnknownSeconds')::numeric) stored,
  speeding_episodes bigint generated always as ((document -> 'speeding' ->> 'episodes')::bigint) stored,
  speeding_seconds numeric generated always as ((document -> 'speeding' ->> 'seconds')::numeric) stored,
  speeding_metres numeric generated always as ((document -> 'speeding' ->> 'metres')::numeric) stored,
  speeding_exposure_metres numeric generated always as ((document ->> 'speedingExposureMetres')::numeric) stored,
  harsh_braking bigint generated always as ((document -> 'harsh' ->> 'braking')::bigint) stored,
  harsh_acceleration bigint generated always as ((document -> 'harsh' ->> 'acceleration')::bigint) stored,
  harsh_cornering bigint generated always as ((document -> 'harsh' ->> 'cornering')::bigint) stored,
  harsh_exposure_metres numeric generated always as ((document ->> 'harshExposureMetres')::numeric) stored,
  mean_speed_mps numeric generated always as ((document ->> 'meanSpeedMps')::numeric) stored,
  max_speed_mps numeric generated always as ((document ->> 'maxSpeedMps')::numeric) stored,
  worst_excess_mps numeric generated always as ((document -> 'speeding' ->> 'worstExcessMps')::numeric) stored,
  matched_share numeric generated always as ((document ->> 'matchedShare')::numeric) stored,
  match_confidence numeric generated always as ((document ->> 'matchConfidence')::numeric) stored,
  points_used bigint generated always as ((document -> 'quality' ->> 'pointsUsed')::bigint) stored,
  profile text generated always as (document ->> 'profile') stored,
  roads text generated always as (document ->> 'roads') stored,
  revision bigint generated always as ((document ->> 'revision')::bigint) stored
);

comment on table journeys is 'One drive of one device. It may still change, or be withdrawn, until it is settled.';
comment on column journeys.id is 'Hash of device and start.';
comment on column journeys.document is 'The whole document, as docs/policies.md and journey.schema.json describe it.';
comment on column journeys.written_at is 'When the job wrote it.';
comment on column journeys.device is 'Pseudonym: version of the key, keyed hash.';
comment on column journeys.policy is 'The policy at the start; null where there was none.';
comment on column journeys.status is 'provisional: only silence ended it; complete: later points prove its end; settled: changes only by trips reprocess.';
comment on column journeys.started_at is 'When it began.';
comment on column journeys.ended_at is 'When it ended.';
comment on column journeys.distance_metres is 'Driven, along the roads where they were matched, else between fixes.';
comment on column journeys.distance_source is 'roads: along the roads it was matched to; gps: between its fixes.';
comment on column journeys.bridged_metres is 'Of the distance, what nobody saw.';
comment on column journeys.ferry_metres is 'Carried on ferries and car trains; not part of the distance.';
comment on column journeys.duration_seconds is 'From the first to the last fix of journeys, short stops included.';
comment on column journeys.moving_seconds is 'Of the duration, moving.';
comment on column journeys.idle_seconds is 'Of the duration, standing.';
comment on column journeys.night_seconds is 'At night by the clock of the policy''s own time zone.';
comment on column journeys.night_metres is 'Driven at night.';
comment on column journeys.rush_hour_seconds is 'In rush hours by the clock of the policy''s own time zone.';
comment on column journeys.rush_hour_metres is 'Driven in rush hours.';
comment on column journeys.limit_unknown_seconds is 'On roads whose limit is not known, or on no known road.';
comment on column journeys.speeding_episodes is 'Episodes of speeding that begin in it.';
comment on column journeys.speeding_seconds is 'Above the limit.';
comment on column journeys.speeding_metres is 'Driven above the limit.';
comment on column journeys.speeding_exposure_metres is 'Driven where the limit is known and the speed was seen: what rates of speeding are by.';
comment on column journeys.harsh_braking is 'Harsh brakings that begin in it.';
comment on column journeys.harsh_acceleration is 'Harsh accelerations that begin in it.';
comment on column journeys.harsh_cornering is 'Harsh cornerings that begin in it.';
comment on column journeys.harsh_exposure_metres is 'Driven where harsh events would have been found: what their rates are by.';
comment on column journeys.mean_speed_mps is 'Over the whole duration, stops included.';
comment on column journeys.max_speed_mps is 'The highest speed.';
comment on column journeys.worst_excess_mps is 'Above the limit that held; 0 without an episode.';
comment on column journeys.matched_share is 'Of its points on known roads.';
comment on column journeys.match_confidence is 'The share of its way along roads that is likely right; null where its distance is not along roads.';
comment on column journeys.points_used is 'Points that it was made of.';
comment on column journeys.profile is 'The profile whose thresholds made it.';
comment on column journeys.roads is 'Version of the road file, or null where there was none.';
comment on column journeys.revision is 'How often it was written.';

create index journeys_by_policy on journeys (policy, started_at desc);
create index journeys_by_device on journeys (device, started_at desc);

create table journey_events (
  journey text collate "C" not null references journeys on delete cascade,
  number int not null,
  type text not null,
  started_at timestamptz not null,
  seconds numeric,
  peak numeric,
  severity text,
  speed_at_start_mps numeric,
  speed_at_end_mps numeric,
  road_class text,
  profile text,
  primary key (journey, number)
);

comment on table journey_events is 'What happened on journeys: harsh events and speeding. Made of their documents by a trigger; never written to by hand.';
comment on column journey_events.journey is 'The journey on which it happened.';
comment on column journey_events.number is 'Its place among the events of the journey, from 1.';
comment on column journey_events.type is 'braking, acceleration, cornering or speeding.';
comment on column journey_events.started_at is 'When it began.';
comment on column journey_events.seconds is 'How long it lasted.';
comment on column journey_events.peak is 'Magnitude in m/s² of a harsh event, m/s above the limit of a speeding episode.';
comment on column journey_events.severity is 'Of a harsh event: low, medium or high.';
comment on column journey_events.speed_at_start_mps is 'Null where it is not known.';
comment on column journey_events.speed_at_end_mps is 'Null where it is not known.';
comment on column journey_events.road_class is 'By OpenStreetMap; null on no known road.';
comment on column journey_events.profile is 'The profile by which it is an event.';

create index journey_events_by_type on journey_events (type, started_at);

create function replace_journey_events() returns trigger language plpgsql set search_path from current as $$
begin
  delete from journey_events where journey = new.id;
  insert into journey_events
  select new.id, number, event ->> 'type', utc(event ->> 'start'), (event ->> 'seconds')::numeric, (event ->> 'peak')::numeric,
    event ->> 'severity', (event ->> 'speedAtStartMps')::numeric, (event ->> 'speedAtEndMps')::numeric,
    event ->> 'roadClass', event ->> 'profile'
  from jsonb_array_elements(new.document -> 'events') with ordinality as listed (event, number);
  return null;
end
$$;
comment on function replace_journey_events() is 'Makes the rows of journey_events of a journey that was written, in its transaction.';

create trigger journey_events_follow after insert or update of document on journeys
  for each row execute function replace_journey_events();

create table policy_days (
  id text collate "C" primary key,
  document jsonb not null,
  written_at timestamptz not null,
  policy text collate "C" generated always as (document ->> 'policy') stored not null,
  day date generated always as (day_of(document ->> 'day')) stored not null,
  status text generated always as (document ->> 'status') stored not null,
  journeys bigint generated always as ((document ->> 'journeys')::bigint) stored,
  vehicles bigint generated always as ((document ->> 'vehicles')::bigint) stored,
  first_started_at timestamptz generated always as (utc(document ->> 'firstStart')) stored,
  last_ended_at timestamptz generated always as (utc(document ->> 'lastEnd')) stored,
  distance_metres numeric generated always as ((document ->> 'distanceMetres')::numeric) stored,
  duration_seconds numeric generated always as ((document ->> 'durationSeconds')::numeric) stored,
  moving_seconds numeric generated always as ((document ->> 'movingSeconds')::numeric) stored,
  idle_seconds numeric generated always as ((document ->> 'idleSeconds')::numeric) stored,
  night_seconds numeric generated always as ((document ->> 'nightSeconds')::numeric) stored,
  night_metres numeric generated always as ((document ->> 'nightMetres')::numeric) stored,
  rush_hour_seconds numeric generated always as ((document -> 'rushHour' ->> 'seconds')::numeric) stored,
  rush_hour_metres numeric generated always as ((document -> 'rushHour' ->> 'metres')::numeric) stored,
  limit_unknown_seconds numeric generated always as ((document ->> 'limitUnknownSeconds')::numeric) stored,
  speeding_episodes bigint generated always as ((document -> 'speeding' ->> 'episodes')::bigint) stored,
  speeding_seconds numeric generated always as ((document -> 'speeding' ->> 'seconds')::numeric) stored,
  speeding_metres numeric generated always as ((document -> 'speeding' ->> 'metres')::numeric) stored,
  speeding_exposure_metres numeric generated always as ((document ->> 'speedingExposureMetres')::numeric) stored,
  harsh_braking bigint generated always as ((document -> 'harsh' ->> 'braking')::bigint) stored,
  harsh_acceleration bigint generated always as ((document -> 'harsh' ->> 'acceleration')::bigint) stored,
  harsh_cornering bigint generated always as ((document -> 'harsh' ->> 'cornering')::bigint) stored,
  harsh_exposure_metres numeric generated always as ((document ->> 'harshExposureMetres')::numeric) stored,
  braking_per_100_km numeric generated always as ((document -> 'per100Km' ->> 'braking')::numeric) stored,
  acceleration_per_100_km numeric generated always as ((document -> 'per100Km' ->> 'acceleration')::numeric) stored,
  cornering_per_100_km numeric generated always as ((document -> 'per100Km' ->> 'cornering')::numeric) stored,
  speeding_per_100_km numeric generated always as ((document -> 'per100Km' ->> 'speeding')::numeric) stored,
  revision bigint generated always as ((document ->> 'revision')::bigint) stored
);

comment on table policy_days is 'What a policy drove on a day: sums of the parts of journeys that lie in it.';
comment on column policy_days.id is 'Policy and day, joined by |.';
comment on column policy_days.document is 'The whole document, as docs/policies.md and journey.schema.json describe it.';
comment on column policy_days.written_at is 'When the job wrote it.';
comment on column policy_days.policy is 'The policy.';
comment on column policy_days.day is 'The local day of the policy''s time zone.';
comment on column policy_days.status is 'The least settled of all that contributes: a bill may rest on what is settled.';
comment on column policy_days.journeys is 'Journeys that begin in it.';
comment on column policy_days.vehicles is 'Distinct devices that drove in it.';
comment on column policy_days.first_started_at is 'The first moment of driving in it.';
comment on column policy_days.last_ended_at is 'The last moment of driving in it.';
comment on column policy_days.distance_metres is 'Driven, along the roads where they were matched, else between fixes.';
comment on column policy_days.duration_seconds is 'From the first to the last fix of journeys, short stops included.';
comment on column policy_days.moving_seconds is 'Of the duration, moving.';
comment on column policy_days.idle_seconds is 'Of the duration, standing.';
comment on column policy_days.night_seconds is 'At night by the clock of the policy''s own time zone.';
comment on column policy_days.night_metres is 'Driven at night.';
comment on column policy_days.rush_hour_seconds is 'In rush hours by the clock of the policy''s own time zone.';
comment on column policy_days.rush_hour_metres is 'Driven in rush hours.';
comment on column policy_days.limit_unknown_seconds is 'On roads whose limit is not known, or on no known road.';
comment on column policy_days.speeding_episodes is 'Episodes of speeding that begin in it.';
comment on column policy_days.speeding_seconds is 'Above the limit.';
comment on column policy_days.speeding_metres is 'Driven above the limit.';
comment on column policy_days.speeding_exposure_metres is 'Driven where the limit is known and the speed was seen: what rates of speeding are by.';
comment on column policy_days.harsh_braking is 'Harsh brakings that begin in it.';
comment on column policy_days.harsh_acceleration is 'Harsh accelerations that begin in it.';
comment on column policy_days.harsh_cornering is 'Harsh cornerings that begin in it.';
comment on column policy_days.harsh_exposure_metres is 'Driven where harsh events would have been found: what their rates are by.';
comment on column policy_days.braking_per_100_km is 'By the exposure; null where there is none. Rates do not add up: counts and exposures do.';
comment on column policy_days.acceleration_per_100_km is 'By the exposure; null where there is none.';
comment on column policy_days.cornering_per_100_km is 'By the exposure; null where there is none.';
comment on column policy_days.speeding_per_100_km is 'By the exposure; null where there is none.';
comment on column policy_days.revision is 'How often it was written.';

create index policy_days_by_policy on policy_days (policy, day desc);

create table policy_months (
  id text collate "C" primary key,
  document jsonb not null,
  written_at timestamptz not null,
  policy text collate "C" generated always as (document ->> 'policy') stored not null,
  month text collate "C" generated always as (document ->> 'month') stored not null,
  status text generated always as (document ->> 'status') stored not null,
  journeys bigint generated always as ((document ->> 'journeys')::bigint) stored,
  vehicles bigint generated always as ((document ->> 'vehicles')::bigint) stored,
  first_started_at timestamptz generated always as (utc(document ->> 'firstStart')) stored,
  last_ended_at timestamptz generated always as (utc(document ->> 'lastEnd')) stored,
  distance_metres numeric generated always as ((document ->> 'distanceMetres')::numeric) stored,
  duration_seconds numeric generated always as ((document ->> 'durationSeconds')::numeric) stored,
  moving_seconds numeric generated always as ((document ->> 'movingSeconds')::numeric) stored,
  idle_seconds numeric generated always as ((document ->> 'idleSeconds')::numeric) stored,
  night_seconds numeric generated always as ((document ->> 'nightSeconds')::numeric) stored,
  night_metres numeric generated always as ((document ->> 'nightMetres')::numeric) stored,
  rush_hour_seconds numeric generated always as ((document -> 'rushHour' ->> 'seconds')::numeric) stored,
  rush_hour_metres numeric generated always as ((document -> 'rushHour' ->> 'metres')::numeric) stored,
  limit_unknown_seconds numeric generated always as ((document ->> 'limitUnknownSeconds')::numeric) stored,
  speeding_episodes bigint generated always as ((document -> 'speeding' ->> 'episodes')::bigint) stored,
  speeding_seconds numeric generated always as ((document -> 'speeding' ->> 'seconds')::numeric) stored,
  speeding_metres numeric generated always as ((document -> 'speeding' ->> 'metres')::numeric) stored,
  speeding_exposure_metres numeric generated always as ((document ->> 'speedingExposureMetres')::numeric) stored,
  harsh_braking bigint generated always as ((document -> 'harsh' ->> 'braking')::bigint) stored,
  harsh_acceleration bigint generated always as ((document -> 'harsh' ->> 'acceleration')::bigint) stored,
  harsh_cornering bigint generated always as ((document -> 'harsh' ->> 'cornering')::bigint) stored,
  harsh_exposure_metres numeric generated always as ((document ->> 'harshExposureMetres')::numeric) stored,
  braking_per_100_km numeric generated always as ((document -> 'per100Km' ->> 'braking')::numeric) stored,
  acceleration_per_100_km numeric generated always as ((document -> 'per100Km' ->> 'acceleration')::numeric) stored,
  cornering_per_100_km numeric generated always as ((document -> 'per100Km' ->> 'cornering')::numeric) stored,
  speeding_per_100_km numeric generated always as ((document -> 'per100Km' ->> 'speeding')::numeric) stored,
  revision bigint generated always as ((document ->> 'revision')::bigint) stored
);

comment on table policy_months is 'What a policy drove in a month: the sum of its days.';
comment on column policy_months.id is 'Policy and month, joined by |.';
comment on column policy_months.document is 'The whole document, as docs/policies.md and journey.schema.json describe it.';
comment on column policy_months.written_at is 'When the job wrote it.';
comment on column policy_months.policy is 'The policy.';
comment on column policy_months.month is 'Like 2026-03.';
comment on column policy_months.status is 'The least settled of all that contributes: a bill may rest on what is settled.';
comment on column policy_months.journeys is 'Journeys that begin in it.';
comment on column policy_months.vehicles is 'Distinct devices that drove in it.';
comment on column policy_months.first_started_at is 'The first moment of driving in it.';
comment on column policy_months.last_ended_at is 'The last moment of driving in it.';
comment on column policy_months.distance_metres is 'Driven, along the roads where they were matched, else between fixes.';
comment on column policy_months.duration_seconds is 'From the first to the last fix of journeys, short stops included.';
comment on column policy_months.moving_seconds is 'Of the duration, moving.';
comment on column policy_months.idle_seconds is 'Of the duration, standing.';
comment on column policy_months.night_seconds is 'At night by the clock of the policy''s own time zone.';
comment on column policy_months.night_metres is 'Driven at night.';
comment on column policy_months.rush_hour_seconds is 'In rush hours by the clock of the policy''s own time zone.';
comment on column policy_months.rush_hour_metres is 'Driven in rush hours.';
comment on column policy_months.limit_unknown_seconds is 'On roads whose limit is not known, or on no known road.';
comment on column policy_months.speeding_episodes is 'Episodes of speeding that begin in it.';
comment on column policy_months.speeding_seconds is 'Above the limit.';
comment on column policy_months.speeding_metres is 'Driven above the limit.';
comment on column policy_months.speeding_exposure_metres is 'Driven where the limit is known and the speed was seen: what rates of speeding are by.';
comment on column policy_months.harsh_braking is 'Harsh brakings that begin in it.';
comment on column policy_months.harsh_acceleration is 'Harsh accelerations that begin in it.';
comment on column policy_months.harsh_cornering is 'Harsh cornerings that begin in it.';
comment on column policy_months.harsh_exposure_metres is 'Driven where harsh events would have been found: what their rates are by.';
comment on column policy_months.braking_per_100_km is 'By the exposure; null where there is none. Rates do not add up: counts and exposures do.';
comment on column policy_months.acceleration_per_100_km is 'By the exposure; null where there is none.';
comment on column policy_months.cornering_per_100_km is 'By the exposure; null where there is none.';
comment on column policy_months.speeding_per_100_km is 'By the exposure; null where there is none.';
comment on column policy_months.revision is 'How often it was written.';

create index policy_months_by_policy on policy_months (policy, month desc);
create index policy_months_by_month on policy_months (month desc, status);

create view journey_overview as
select id, device, policy, status, started_at, ended_at,
  round(distance_metres / 1000, 3) as km, round(duration_seconds / 60, 1) as minutes,
  round(mean_speed_mps * 3.6, 1) as mean_kmh, round(max_speed_mps * 3.6, 1) as max_kmh,
  harsh_braking, harsh_acceleration, harsh_cornering, speeding_episodes, round(night_metres / 1000, 3) as night_km
from journeys;
comment on view journey_overview is 'Journeys in kilometres, minutes and km/h.';

create view event_overview as
select journeys.policy, journeys.device, journey_events.*, journeys.status
from journey_events join journeys on journeys.id = journey_events.journey;
comment on view event_overview is 'Events with the policy and device of their journey.';

create view policy_month_overview as
select policy, month, status, journeys, vehicles,
  round(distance_metres / 1000, 3) as km, round(duration_seconds / 3600, 2) as hours,
  round(night_metres / 1000, 3) as night_km, round(rush_hour_metres / 1000, 3) as rush_hour_km,
  braking_per_100_km, acceleration_per_100_km, cornering_per_100_km, speeding_per_100_km,
  round(harsh_exposure_metres / 1000, 3) as harsh_exposure_km, round(speeding_exposure_metres / 1000, 3) as speeding_exposure_km
from policy_months;
comment on view policy_month_overview is 'Months by policy in kilometres and hours, with rates per 100 km of exposure.';
