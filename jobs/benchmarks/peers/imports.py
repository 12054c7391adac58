"""Measures imports from nothing to a network on disk, start-up included: see imports, which calls it.

Of several runs in turns the one that took the least processor time counts. Memory is the largest resident size of any
process of an import, mapped files counted, and the largest without files that was seen in short steps; what is left on disk
does not count the extract.
"""
import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def package(name):
    return Path(importlib.import_module(name).__file__).parent


def trips(extract, folder):
    return [[ROOT / "trips", "roads", extract, "-o", folder / "made.roads"]]


def graphhopper(extract, folder):
    return [["java", "-Xmx4g", "-XX:+UseSerialGC", "-cp", ROOT / "jobs/benchmarks/target/benchmarks.jar",
             "org.trips.benchmarks.matching.GraphHopperImport", extract, folder]]


def osrm(extract, folder):
    shutil.copy(extract, folder / "roads.osm.pbf")
    binaries, roads = package("osrm") / "bin", folder / "roads.osrm"
    profile = package("osrm") / "share" / "profiles" / "car.lua"
    return [[binaries / "osrm-extract", "-p", profile, folder / "roads.osm.pbf"],
            [binaries / "osrm-partition", roads], [binaries / "osrm-customize", roads]]


def valhalla(extract, folder):
    from valhalla.config import get_config

    (folder / "tiles").mkdir()
    configuration = get_config(tile_extract="", tile_dir=str(folder / "tiles"), verbose=False)
    configuration["mjolnir"].update(admin="", timezone="", tile_extract="", traffic_extract="")
    (folder / "valhalla.json").write_text(json.dumps(configuration))
    return [[package("valhalla") / "bin" / "valhalla_build_tiles", "-c", folder / "valhalla.json", extract]]


class Anonymous(threading.Thread):
    """Watches how much memory a process has that belongs to no file."""

    STEP_SECONDS = 0.05

    def __init__(self, process):
        super().__init__(daemon=True)
        self.status = Path(f"/proc/{process.pid}/status")
        self.largest_mb = 0

    def run(self):
        try:
            while True:
                for line in self.status.read_text().splitlines():
                    if line.startswith("RssAnon:"):
                        self.largest_mb = max(self.largest_mb, int(line.split()[1]) / 1024)
                time.sleep(self.STEP_SECONDS)
        except OSError:
            pass  # The process has ended.


def measured(importer, extract):
    """(processor seconds, wall seconds, megabytes resident, of them in no file, megabytes on disk)"""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = importer(extract, folder)
        processor, resident, anonymous, start = 0, 0, 0, time.monotonic()
        for command in commands:
            process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            watch = Anonymous(process)
            watch.start()
            complaints = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            if status != 0:
                sys.exit(f"{importer.__name__} failed on {extract}:\n{complaints.decode()}")
            processor += usage.ru_utime + usage.ru_stime
            watch.join()
            resident = max(resident, usage.ru_maxrss / 1024)
            anonymous = max(anonymous, watch.largest_mb)
        wall = time.monotonic() - start
        left = sum(file.stat().st_size for file in folder.rglob("*")
                   if file.is_file() and file.suffix not in (".pbf", ".json"))
        return processor, wall, resident, anonymous, left / 1e6


def main():
    parser = argparse.ArgumentParser(prog="imports")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--with", dest="importers", default="trips,graphhopper,osrm,valhalla")
    parser.add_argument("extracts", type=Path, nargs="+")
    options = parser.parse_args()
    known = {importer.__name__: importer for importer in (trips, graphhopper, osrm, valhalla)}
    importers = [known[name] for name in options.importers.split(",")]
    print("| extract | import with | processor s | wall s | peak MB | anonymous MB | disk MB |")
    print("|---|---|---|---|---|---|---|")
    for extract in options.extracts:
        best = {}
        for _ in range(options.runs):
            for importer in importers:
                best[importer] = min(best.get(importer, (float("inf"),)), measured(importer, extract.resolve()))
        for importer in importers:
            print("| {} | {} | {:.2f} | {:.2f} | {:.0f} | {:.0f} | {:.1f} |".format(
                extract.name, importer.__name__, *best[importer]), flush=True)


main()
