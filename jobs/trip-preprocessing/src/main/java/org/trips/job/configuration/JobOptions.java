package org.trips.job.configuration;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every option of the configuration file, in the order in which the reference shows them. */
public final class JobOptions {
    /** How Flink keeps what it knows of the devices. */
    public enum StateBackend {
        /** On the heap: fast, for as many devices as fit into memory. */
        HASHMAP,
        /** On disk with a cache: for millions of devices. */
        ROCKSDB
    }

    /** How what is written to an existing MongoDB after the job has begun is read. */
    public enum Follow {
        /** Not at all. */
        NONE,
        /** By its change streams, which a replica set has. */
        CHANGES,
        /** By asking again and again for what has the greatest values of a field. */
        POLLING
    }

    /** How the back-fill is divided into parts. */
    public enum Partitions {
        /** Not at all. */
        SINGLE,
        /** By a sample of the ids. */
        SAMPLE,
        /** By the server's own command, which needs the right to run it. */
        SPLIT_VECTOR,
        /** By the chunks of a sharded collection. */
        SHARDED
    }

    private static final Duration ONE_MILLISECOND = Duration.ofMillis(1);
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    /** Flink takes no shorter one. */
    private static final Duration SHORTEST_CHECKPOINT_INTERVAL = Duration.ofMillis(10);

    public static final Option<List<String>> UPLOAD_QUEUES = Option.texts(
            "uploads.queues",
            "RabbitMQ queues with uploads, one source for each. Give these, uploads.files or uploads.mongodb, or several of"
                    + " them. Spread devices over several queues by a consistent-hash exchange, so that the uploads of one"
                    + " device stay in order.");

    public static final Option<Path> UPLOAD_FILES = Option.path(
            "uploads.files",
            "A file with one upload on each line, or a folder of such files, plain or gzipped. The job ends when they"
                    + " are read, and finds all journeys then: until then it keeps all points. Beside queues, or an"
                    + " uploads.mongodb that is followed, it finds them when the files are read, and goes on.");

    public static final Option<String> UPLOAD_MONGODB_URI = Option.secret(
            "uploads.mongodb.uri",
            null,
            "Connection string of an existing MongoDB to read uploads from: docs/existing-mongodb.md. It is only read,"
                    + " from secondaries where there are some and the URI does not say otherwise.");

    public static final Option<String> UPLOAD_MONGODB_DATABASE =
            Option.text("uploads.mongodb.database", null, "Its database.");

    public static final Option<String> UPLOAD_MONGODB_COLLECTION =
            Option.text("uploads.mongodb.collection", null, "Its collection.");

    public static final Option<Path> UPLOAD_MONGODB_MAPPING = Option.path(
            "uploads.mongodb.mapping",
            "A YAML file that tells where device, time, position and all else lie in its documents; `trips mapping check`"
                    + " tries it.");

    public static final Option<Follow> UPLOAD_MONGODB_FOLLOW = Option.choice(
            "uploads.mongodb.follow",
            Follow.NONE,
            "How documents are read that are written after the job has begun: by change streams, which a replica set has,"
                    + " or by polling. With none, and neither queues nor assignments.queue, the job ends with the"
                    + " back-fill.");

    public static final Option<String> UPLOAD_MONGODB_POLLING_FIELD = Option.text(
            "uploads.mongodb.polling.field",
            null,
            "The indexed field that polling goes by, which grows with every write: a date, an ObjectId, or a number of"
                    + " seconds or milliseconds since 1970.");

    public static final Option<Duration> UPLOAD_MONGODB_POLLING_INTERVAL = Option.duration(
            "uploads.mongodb.polling.interval", ONE_SECOND, Duration.ofSeconds(10), "How often it polls.");

    public static final Option<Duration> UPLOAD_MONGODB_POLLING_OVERLAP = Option.duration(
            "uploads.mongodb.polling.overlap",
            Duration.ZERO,
            Duration.ofMinutes(5),
            "How far below the greatest value seen each poll begins: how late a document may appear by its own field.");

    public static final Option<Partitions> UPLOAD_MONGODB_PARTITIONS = Option.choice(
            "uploads.mongodb.partitions",
            Partitions.SAMPLE,
            "How the back-fill is divided into parts, which are read side by side; after a failure a part is read again from"
                    + " its beginning.");

    public static final Option<Integer> UPLOAD_MONGODB_RATE = Option.number(
            "uploads.mongodb.documents-per-second",
            1,
            10_000_000,
            null,
            "The most documents of the back-fill that are read in a second, to spare the database. Without it, as fast as"
                    + " it can.");

    public static final Option<Integer> UPLOAD_MAXIMUM_BYTES = Option.number(
            "uploads.maximum-bytes",
            1_000,
            Integer.MAX_VALUE - 8,
            16 * 1024 * 1024,
            "The largest message that is read, as it comes and unpacked; larger ones, of assignments too, are dead"
                    + " letters.");

    public static final Option<Duration> FUTURE_TOLERANCE = Option.duration(
            "uploads.future-tolerance",
            Duration.ZERO,
            Duration.ofMinutes(5),
            "How far a fix may be dated after its message was sent or received; others are dead letters.");

    public static final Option<String> RABBITMQ_HOST =
            Option.text("rabbitmq.host", "localhost", "Host name of the RabbitMQ server.");

    public static final Option<Integer> RABBITMQ_PORT = Option.port("rabbitmq.port", 1, 5672, "Its AMQP port.");

    public static final Option<String> RABBITMQ_VIRTUAL_HOST =
            Option.text("rabbitmq.virtual-host", "/", "Its virtual host.");

    public static final Option<String> RABBITMQ_USER = Option.text("rabbitmq.user", "guest", "User to log in as.");

    public static final Option<String> RABBITMQ_PASSWORD =
            Option.secret("rabbitmq.password", "guest", "The user's password.");

    public static final Option<Boolean> RABBITMQ_TLS =
            Option.flag("rabbitmq.tls", false, "Whether to connect with TLS; the server's certificate is checked.");

    public static final Option<Integer> RABBITMQ_PREFETCH = Option.number(
            "rabbitmq.prefetch",
            1,
            65_535,
            10_000,
            "The most messages of one queue that are under way unacknowledged. Messages are acknowledged at"
                    + " checkpoints, so one queue carries at most this many in each checkpoint interval.");

    public static final Option<Boolean> RABBITMQ_DECLARE = Option.flag(
            "rabbitmq.declare",
            false,
            "Whether the job makes its queues, durable and with rabbitmq.queue-arguments, if they are not there."
                    + " Without it a missing queue is an error.");

    public static final Option<Map<String, Object>> RABBITMQ_QUEUE_ARGUMENTS = Option.arguments(
            "rabbitmq.queue-arguments",
            Map.of(),
            "Arguments of the queues that the job makes, such as x-queue-type: quorum.");

    public static final Option<Path> ASSIGNMENTS_FILE = Option.path(
            "assignments.file",
            "A JSON file that says which device belongs to which policy, from when to when. It is read again when it"
                    + " changes.");

    public static final Option<Duration> ASSIGNMENTS_REFRESH = Option.duration(
            "assignments.refresh",
            ONE_SECOND,
            Duration.ofMinutes(1),
            "How often to look whether assignments.file has changed.");

    public static final Option<String> ASSIGNMENTS_QUEUE = Option.text(
            "assignments.queue",
            null,
            "A RabbitMQ queue of assignments, one device in each message, instead of assignments.file.");

    public static final Option<String> REPROCESS_QUEUE = Option.text(
            "reprocess.queue",
            null,
            "A RabbitMQ queue for `trips reprocess`, by which settled journeys are computed again: docs/reprocess.md."
                    + " Let no gateway of devices write to it. Without it there is no such source.");

    public static final Option<String> DEAD_LETTER_QUEUE = Option.text(
            "dead-letters.queue", null, "The RabbitMQ queue for what cannot be used. Give this or dead-letters.files.");

    public static final Option<Path> DEAD_LETTER_FILES = Option.path(
            "dead-letters.files",
            "A folder for what cannot be used, one JSON line each. Give this or dead-letters.queue.");

    public static final Option<URI> ARCHIVE_FOLDER = Option.location(
            "archive.folder",
            "A folder to keep every accepted upload in, by the day it was received: docs/archive.md. Without it, none"
                    + " is kept.");

    public static final Option<Duration> ARCHIVE_ROLL_INTERVAL = Option.duration(
            "archive.roll-interval",
            ONE_SECOND,
            Duration.ofMinutes(15),
            "How long an archive file is written to before the next is begun. It can be read from the checkpoint on"
                    + " that follows.");

    public static final Option<String> STORE_URI = Option.secret(
            "store.mongodb.uri",
            null,
            "Connection string of a MongoDB store. Give one or several of this, store.postgresql.url and store.files:"
                    + " docs/stores.md.");

    public static final Option<String> STORE_DATABASE = Option.text("store.mongodb.database", "trips", "Its database.");

    public static final Option<Integer> STORE_BATCH_SIZE = Option.number(
            "store.mongodb.batch-size", 1, 100_000, 500, "The most documents written to the store in one go.");

    public static final Option<Duration> STORE_BATCH_INTERVAL = Option.duration(
            "store.mongodb.batch-interval",
            ONE_MILLISECOND,
            Duration.ofSeconds(1),
            "The longest a document waits for its batch to fill; a checkpoint writes them all.");

    public static final Option<String> POSTGRES_URL = Option.secret(
            "store.postgresql.url", null, "URL of a PostgreSQL store, such as jdbc:postgresql://host:5432/database.");

    public static final Option<String> POSTGRES_USER =
            Option.text("store.postgresql.user", null, "User to log in as. Without it, the one in the URL.");

    public static final Option<String> POSTGRES_PASSWORD = Option.secret(
            "store.postgresql.password", null, "The user's password. Without it, the one in the URL, or none.");

    public static final Option<String> POSTGRES_SCHEMA =
            Option.text("store.postgresql.schema", "trips", "The schema with the job's tables, and nobody else's.");

    public static final Option<Boolean> POSTGRES_MIGRATE = Option.flag(
            "store.postgresql.migrate",
            true,
            "Whether the job makes its schema and tables, and changes them where a new version needs it, before it"
                    + " starts. Without it, it only looks whether they are as it needs them.");

    public static final Option<Integer> POSTGRES_BATCH_SIZE = Option.number(
            "store.postgresql.batch-size", 1, 100_000, 500, "The most documents written to it in one transaction.");

    public static final Option<Duration> POSTGRES_BATCH_INTERVAL = Option.duration(
            "store.postgresql.batch-interval",
            ONE_MILLISECOND,
            Duration.ofSeconds(1),
            "The longest a document waits for its batch to fill; a checkpoint writes them all.");

    public static final Option<Path> STORE_FILES =
            Option.path("store.files", "A folder to write every change of a document to, one JSON line each.");

    public static final Option<List<Option.Version>> ROADS = Option.namedVersions(
            "roads",
            "Road files as made by `trips roads`, each with the time from which it holds; the first also holds before."
                    + " Without any, distance is by GPS. Every machine of a cluster needs them under the same path. With"
                    + " `version`, the 16 digits that `trips roads` tells, no other file is taken for it.");

    public static final Option<Path> ROAD_LIST_FILE = Option.path(
            "road-list.file",
            "A YAML file with the list `roads` in it, instead of that option. It is read again when it changes, so"
                    + " other roads need no restart: docs/roads.md.");

    public static final Option<Duration> ROAD_LIST_REFRESH = Option.duration(
            "road-list.refresh",
            ONE_SECOND,
            Duration.ofMinutes(1),
            "How often to look whether road-list.file has changed.");

    public static final Option<List<Option.Version>> PROFILES = Option.versions(
            "profiles",
            "Profile files with all thresholds, each with the time from which it holds. Without any, the built-in"
                    + " profile.");

    public static final Option<List<Option.Version>> DEFAULT_LIMITS = Option.versions(
            "limits.default-tables",
            "Tables of what is usual by class of road, each with the time from which it holds, for roads of which no"
                    + " limit is known: docs/limits.md. Without any, such limits stay unknown and nothing is speeding"
                    + " there.");

    public static final Option<List<Path>> COMPARED_PROFILES = Option.paths(
            "compared-profiles",
            "Other profile files. What each of them calls harsh stands in `comparedEvents` of every journey, beside"
                    + " the `events` of the profile in force, which alone decides all the rest.");

    public static final Option<String> PSEUDONYM_KEY = Option.secret(
            "pseudonyms.key",
            null,
            "The key with which device ids are hashed before anything reaches the store: at least 16 characters."
                    + " Whoever has it can tell which pseudonym is which device.");

    public static final Option<String> PSEUDONYM_KEY_VERSION = Option.text(
            "pseudonyms.key-version",
            "k1",
            "Name of that key; it begins every pseudonym, so that keys can be changed.");

    public static final Option<Duration> SILENCE = Option.duration(
            "journeys.silence",
            ONE_SECOND,
            Duration.ofMinutes(10),
            "How long a device has to be silent until its open journey is sent out as provisional.");

    public static final Option<Duration> HORIZON = Option.duration(
            "journeys.horizon",
            ONE_SECOND,
            Duration.ofDays(2),
            "How long journeys stay open to points that come late. Later ones are dead letters.");

    public static final Option<String> JOB_NAME =
            Option.text("job.name", "trip-preprocessing", "The job's name in Flink.");

    public static final Option<Integer> PARALLELISM = Option.number(
            "job.parallelism",
            1,
            32_768,
            null,
            "How many subtasks each operator has. Without it 2 under `trips run`, and on a cluster what Flink was"
                    + " told.");

    public static final Option<Integer> MAXIMUM_PARALLELISM = Option.number(
            "job.maximum-parallelism",
            1,
            32_768,
            128,
            "The most subtasks the job can ever be given. It cannot be changed later without losing state.");

    public static final Option<Duration> CHECKPOINT_INTERVAL = Option.duration(
            "checkpoints.interval",
            SHORTEST_CHECKPOINT_INTERVAL,
            Duration.ofSeconds(10),
            "How often a checkpoint is made. Documents reach the store, and messages are acknowledged, after the next"
                    + " one.");

    public static final Option<Path> CHECKPOINT_FOLDER = Option.path(
            "checkpoints.folder",
            "Where `trips run` keeps its checkpoints, and goes on from the last one when it is started again. Without"
                    + " it, they are in memory only and a restart begins anew. On a cluster, Flink's own configuration"
                    + " says where.");

    public static final Option<StateBackend> STATE_BACKEND = Option.choice(
            "state.backend",
            StateBackend.HASHMAP,
            "Where `trips run` keeps the devices' points: on the heap (fast), or on disk by RocksDB (for millions of"
                    + " devices), which takes 128 MB of memory for each of job.parallelism. On a cluster, Flink's own"
                    + " configuration says where: docs/state.md.");

    public static final Option<Integer> WEB_PORT = Option.port(
            "web.port", 0, 8081, "Port of Flink's web UI under `trips run`, on this machine only; 0 for any free one.");

    public static final Option<Integer> PROMETHEUS_PORT = Option.port(
            "metrics.prometheus-port", 0, 0, "Port for Prometheus to read metrics from under `trips run`; 0 for none.");

    /** All of them, in order. */
    public static final List<Option<?>> ALL = List.of(
            UPLOAD_QUEUES,
            UPLOAD_FILES,
            UPLOAD_MONGODB_URI,
            UPLOAD_MONGODB_DATABASE,
            UPLOAD_MONGODB_COLLECTION,
            UPLOAD_MONGODB_MAPPING,
            UPLOAD_MONGODB_FOLLOW,
            UPLOAD_MONGODB_POLLING_FIELD,
            UPLOAD_MONGODB_POLLING_INTERVAL,
            UPLOAD_MONGODB_POLLING_OVERLAP,
            UPLOAD_MONGODB_PARTITIONS,
            UPLOAD_MONGODB_RATE,
            UPLOAD_MAXIMUM_BYTES,
            FUTURE_TOLERANCE,
            RABBITMQ_HOST,
            RABBITMQ_PORT,
            RABBITMQ_VIRTUAL_HOST,
            RABBITMQ_USER,
            RABBITMQ_PASSWORD,
            RABBITMQ_TLS,
            RABBITMQ_PREFETCH,
            RABBITMQ_DECLARE,
            RABBITMQ_QUEUE_ARGUMENTS,
            ASSIGNMENTS_FILE,
            ASSIGNMENTS_REFRESH,
            ASSIGNMENTS_QUEUE,
            REPROCESS_QUEUE,
            DEAD_LETTER_QUEUE,
            DEAD_LETTER_FILES,
            ARCHIVE_FOLDER,
            ARCHIVE_ROLL_INTERVAL,
            STORE_URI,
            STORE_DATABASE,
            STORE_BATCH_SIZE,
            STORE_BATCH_INTERVAL,
            POSTGRES_URL,
            POSTGRES_USER,
            POSTGRES_PASSWORD,
            POSTGRES_SCHEMA,
            POSTGRES_MIGRATE,
            POSTGRES_BATCH_SIZE,
            POSTGRES_BATCH_INTERVAL,
            STORE_FILES,
            ROADS,
            ROAD_LIST_FILE,
            ROAD_LIST_REFRESH,
            PROFILES,
            DEFAULT_LIMITS,
            COMPARED_PROFILES,
            PSEUDONYM_KEY,
            PSEUDONYM_KEY_VERSION,
            SILENCE,
            HORIZON,
            JOB_NAME,
            PARALLELISM,
            MAXIMUM_PARALLELISM,
            CHECKPOINT_INTERVAL,
            CHECKPOINT_FOLDER,
            STATE_BACKEND,
            WEB_PORT,
            PROMETHEUS_PORT);

    private JobOptions() {}
}
