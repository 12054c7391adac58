"""One of the other matchers, for SideBySide (the Java class) to talk to.

    contestant.py MATCHER build FOLDER     makes of FOLDER/roads.osm.pbf, or edges.csv, what the matcher needs
    contestant.py MATCHER match FOLDER     loads that and FOLDER/drives.csv, and answers on standard output

MATCHER is valhalla, osrm, fastmm, or fastmm_never_negative (the same one, given no negative coordinates).

Requests are lines on standard input, answers are one line of JSON each; the first answer comes when all is loaded.

    round SECONDS   matches drive after drive for so long: {"points", "wallSeconds", "cpuSeconds"}
    routes          per drive the lines driven: [[[[lat, lon], ...], ...], ...], one more line after every break
    resident        kilobytes: {"before"} the network was loaded, and {"after"}, which is now
"""
import csv
import itertools
import json
import math
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

POLYLINE_6 = 1e6
METRES_PER_DEGREE = 111_194.9


def polyline(text):
    """Google's encoded polyline with six digits -> [[lat, lon], ...]"""
    numbers, number, shift = [], 0, 0
    for character in text:
        chunk = ord(character) - 63
        number |= (chunk & 31) << shift
        shift += 5
        if chunk < 32:
            numbers.append(~(number >> 1) if number & 1 else number >> 1)
            number = shift = 0
    latitudes = itertools.accumulate(numbers[0::2])
    longitudes = itertools.accumulate(numbers[1::2])
    return [[lat / POLYLINE_6, lon / POLYLINE_6] for lat, lon in zip(latitudes, longitudes)]


class Valhalla:
    """Takes and gives JSON text. Its default parameters; only the limits on a request's size are lifted."""

    ATTRIBUTES = ["shape", "edge.way_id", "edge.begin_shape_index", "edge.end_shape_index", "matched.point",
                  "matched.type", "matched.edge_index", "matched.distance_along_edge",
                  "matched.begin_route_discontinuity"]

    def __init__(self, folder):
        import valhalla
        from valhalla.config import get_config

        self.folder = folder
        self.module = valhalla
        tiles = folder / "valhalla"
        tiles.mkdir(exist_ok=True)
        configuration = get_config(tile_extract="", tile_dir=str(tiles), verbose=False)
        configuration["mjolnir"].update(admin="", timezone="", tile_extract="", traffic_extract="")
        for part in ("mjolnir", "loki", "thor", "odin", "meili"):
            configuration[part]["logging"] = {"type": ""}
        configuration["service_limits"]["trace"].update(max_shape=1_000_000, max_distance=1e8)
        self.configuration = folder / "valhalla.json"
        self.configuration.write_text(json.dumps(configuration))

    def build(self):
        shutil.rmtree(self.folder / "valhalla")
        (self.folder / "valhalla").mkdir()
        program = Path(self.module.__file__).parent / "bin" / "valhalla_build_tiles"
        quietly(program, "-c", self.configuration, self.folder / "roads.osm.pbf")

    def load(self):
        self.match = self.module.Actor(str(self.configuration)).trace_attributes

    def request(self, drive):
        return json.dumps({
            "shape": [{"lat": lat, "lon": lon, "time": millis // 1000} for millis, lat, lon in drive],
            "costing": "auto", "shape_match": "map_snap",
            "filters": {"action": "include", "attributes": self.ATTRIBUTES}})

    def lines(self, answer):
        found = json.loads(answer)
        places = polyline(found["shape"])
        breaks = {point["edge_index"] for point in found["matched_points"] if point.get("begin_route_discontinuity")}
        lines, end = [], None
        for number, edge in enumerate(found["edges"]):
            begin = edge["begin_shape_index"]
            if begin != end or number in breaks:
                lines.append(places[begin:begin + 1])
            end = edge["end_shape_index"]
            lines[-1] += places[begin + 1:end + 1]
        return lines


class Osrm:
    """Multi-level Dijkstra, the profile for cars, its default parameters."""

    def __init__(self, folder):
        import osrm

        self.module = osrm
        self.folder = folder / "osrm"
        self.extract = folder / "roads.osm.pbf"

    def build(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        shutil.copy(self.extract, self.folder)
        package = Path(self.module.__file__).parent
        profile = package / "share" / "profiles" / "car.lua"
        quietly(package / "bin" / "osrm-extract", "-p", profile, self.folder / "roads.osm.pbf")
        quietly(package / "bin" / "osrm-partition", self.folder / "roads.osrm")
        quietly(package / "bin" / "osrm-customize", self.folder / "roads.osrm")

    def load(self):
        self.match = self.module.OSRM(
            algorithm="MLD", storage_config=str(self.folder / "roads.osrm"), use_shared_memory=False).Match

    def request(self, drive):
        # It wants whole seconds that never go back.
        seconds = itertools.accumulate((millis // 1000 for millis, _, _ in drive), max)
        return self.module.MatchParameters(
            coordinates=[(lon, lat) for _, lat, lon in drive], timestamps=list(seconds), gaps="split",
            geometries="polyline6", overview="full", generate_hints=False)

    def lines(self, answer):
        return [polyline(part["geometry"]) for part in answer["matchings"]]


class Fastmm:
    """
    Its default parameters, with a table of the ways between all edges up to three kilometres apart. Coordinates are
    metres from the middle of the network, as anyone would project it.
    """

    TABLE_METRES = 3_000
    CANDIDATES = 8
    RADIUS_METRES = 50
    SIGMA_METRES = 50

    def __init__(self, folder):
        import fastmm

        self.module = fastmm
        self.table = folder / type(self).__name__.lower()
        self.edges = folder / "edges.csv"

    def build(self):
        shutil.rmtree(self.table, ignore_errors=True)
        self.table.mkdir()
        self.load()

    def load(self):
        network = self.network = self.module.Network()  # the matcher does not keep it
        self.origin = self.choose_origin(*self.corners())
        for number, (source, target, places) in enumerate(self.read_edges()):
            network.add_edge(number, source=source, target=target, geom=[self.metres(place) for place in places])
        network.finalize()
        matcher = self.module.FastMapMatch(
            network, self.module.TransitionMode.SHORTEST, max_distance_between_candidates=self.TABLE_METRES,
            cache_dir=str(self.table))
        self.match = lambda trajectory: matcher.match(
            trajectory, max_candidates=self.CANDIDATES, candidate_search_radius=self.RADIUS_METRES,
            gps_error=self.SIGMA_METRES)

    def read_edges(self):
        with open(self.edges) as rows:
            for source, target, *places in csv.reader(rows):
                yield int(source), int(target), [tuple(map(float, place.split())) for place in places]

    def corners(self):
        """South-west and north-east."""
        south, west, north, east = math.inf, math.inf, -math.inf, -math.inf
        for _, _, places in self.read_edges():
            for latitude, longitude in places:
                south, west = min(south, latitude), min(west, longitude)
                north, east = max(north, latitude), max(east, longitude)
        return (south, west), (north, east)

    @staticmethod
    def choose_origin(south_west, north_east):
        return [(low + high) / 2 for low, high in zip(south_west, north_east)]

    def request(self, drive):
        return self.module.Trajectory.from_xy_tuples([self.metres((lat, lon)) for _, lat, lon in drive])

    def lines(self, answer):
        lines = []
        for part in answer.subtrajectories:
            if part.error_code == self.module.MatchErrorCode.SUCCESS:
                points = [point for segment in part.segments for edge in segment.edges for point in edge.points]
                lines.append([self.degrees(point.x, point.y) for point in points])
        return [line for line in lines if len(line) > 1]

    def metres(self, place):
        latitude, longitude = self.origin
        return ((place[1] - longitude) * METRES_PER_DEGREE * math.cos(math.radians(latitude)),
                (place[0] - latitude) * METRES_PER_DEGREE)

    def degrees(self, x, y):
        latitude, longitude = self.origin
        return [latitude + y / METRES_PER_DEGREE,
                longitude + x / METRES_PER_DEGREE / math.cos(math.radians(latitude))]


class FastmmNeverNegative(Fastmm):
    """The same with metres from the south-west corner: its search for candidates is slow where they are negative."""

    @staticmethod
    def choose_origin(south_west, north_east):
        return south_west


def quietly(*command):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(done.stdout.decode() + f"\n{command[0]} failed")


def read_drives(file):
    with open(file) as text:
        rows = list(csv.reader(text))[1:]
    return [[(int(millis), float(lat), float(lon)) for _, millis, lat, lon in drive]
            for _, drive in itertools.groupby(rows, key=lambda row: row[0])]


def resident():
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1])


def own_output():
    """Standard output for the answers alone: what the matchers themselves print to it is dropped."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return answers


def compete(matcher, drives):
    answers = own_output()
    before = resident()
    matcher.load()
    requests = [matcher.request(drive) for drive in drives]
    turns = itertools.cycle(range(len(drives)))

    def match(drive):
        try:
            return matcher.match(requests[drive])
        except Exception:  # Each says in a way of its own that it gave a drive up.
            return None

    def a_round(seconds):
        points, cpu, start = 0, time.process_time(), time.perf_counter()
        while time.perf_counter() - start < seconds:
            drive = next(turns)
            match(drive)
            points += len(drives[drive])
        return {"points": points, "wallSeconds": time.perf_counter() - start,
                "cpuSeconds": time.process_time() - cpu}

    def routes():
        answers = (match(drive) for drive in range(len(drives)))
        return [[] if answer is None else matcher.lines(answer) for answer in answers]

    print(json.dumps("ready"), file=answers, flush=True)
    for line in sys.stdin:
        request, *arguments = line.split()
        if request == "round":
            answer = a_round(float(arguments[0]))
        elif request == "routes":
            answer = routes()
        elif request == "resident":
            answer = {"before": before, "after": resident()}
        else:
            sys.exit("no such request: " + line)
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    tool, task, folder = sys.argv[1:]
    matchers = {"valhalla": Valhalla, "osrm": Osrm, "fastmm": Fastmm, "fastmm_never_negative": FastmmNeverNegative}
    contestant = matchers[tool](Path(folder).absolute())
    if task == "build":
        own_output()
        contestant.build()
    else:
        compete(contestant, read_drives(Path(folder) / "drives.csv"))
