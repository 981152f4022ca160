"""Builds the image and runs it, by buildah and runc (as root) or by a Docker engine.

buildah takes a base made by debootstrap instead of the pulled debian:12, so that Debian's mirror is all it needs; the
base holds what `scripts/setup build` installs, and is kept for the next run.
"""
import dataclasses
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "build/image"
TAG = "localhost/tandem"


class CannotRun(Exception):
    """Why no image can be built or run on this machine."""


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def works(*command):
    try:
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@dataclasses.dataclass
class Settings:
    """How a container is run; as strict as people's clusters are, unless a test says otherwise."""

    arguments: tuple = ()  # instead of the image's CMD
    user: str | None = None  # "uid:gid"; None: the image's own
    environment: dict = dataclasses.field(default_factory=dict)
    volumes: dict = dataclasses.field(default_factory=dict)  # folder of this machine -> folder in the container


class Buildah:
    """`buildah bud`, and runc on the image's root file system: read-only, no capabilities, a network of its own."""

    def __init__(self):
        if os.geteuid() != 0:
            raise CannotRun("buildah and debootstrap are run as root only")
        for tool in ("buildah", "debootstrap", "runc"):
            if not shutil.which(tool):
                raise CannotRun(f"there is no {tool}; scripts/setup image installs it")
        if not works("unshare", "--mount", "--pid", "--net", "--fork", "true"):
            raise CannotRun("this machine gives no namespaces to run a container in")
        WORK.mkdir(parents=True, exist_ok=True)
        self.bundles = tempfile.TemporaryDirectory(prefix="bundles-", dir=WORK)
        self.unpacked = pathlib.Path(self.bundles.name) / "root"  # the containers' own are links to this one's files
        self.mounted = None

    def buildah(self, *arguments):
        return run("buildah", "--root", WORK / "storage", "--runroot", WORK / "run", *arguments, cwd=ROOT)

    def base(self):
        """A Debian 12 with the packages of the builder stage, made once for each scripts/setup."""
        setup = ROOT / "scripts/setup"
        tag = f"localhost/tandem-builder:{hashlib.sha256(setup.read_bytes()).hexdigest()[:16]}"
        made = self.buildah("images", "--format", "{{.Name}}:{{.Tag}}").split()
        if tag in made:
            return tag
        for outdated in (name for name in made if name.startswith("localhost/tandem-builder:")):
            self.buildah("rmi", outdated)
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            run("debootstrap", "--variant=minbase", "bookworm", f"{folder}/root", "http://deb.debian.org/debian")
            container = self.buildah("from", "scratch").strip()
            self.buildah("add", container, f"{folder}/root", "/")
        self.buildah("config", "--env", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", container)
        self.buildah("copy", container, setup, "/tmp/setup")
        self.buildah("run", "--isolation", "chroot", container, "--", "/tmp/setup", "build")
        self.buildah("commit", "--rm", container, tag)
        return tag

    def build(self, **arguments):
        """The machine's own compiler cache goes in, so that a second build takes seconds."""
        cache = run("ccache", "-k", "cache_dir").strip()
        pathlib.Path(cache).mkdir(parents=True, exist_ok=True)
        given = {"BASE": self.base(), "CCACHE_DIR": "/ccache", **arguments}
        flags = [flag for name, value in given.items() for flag in ("--build-arg", f"{name}={value}")]
        self.buildah("bud", "--isolation", "chroot", "--format", "docker", "--volume", f"{cache}:/ccache", *flags,
                     "-f", "docker/Dockerfile", "-t", TAG, ".")
        self.container = self.buildah("from", "--pull-never", TAG).strip()
        self.mounted = pathlib.Path(self.buildah("mount", self.container).strip())
        run("cp", "--archive", self.mounted, self.unpacked)

    def config(self):
        return json.loads(self.buildah("inspect", "--type", "image", TAG))["Docker"]["config"]

    def root(self):
        return self.mounted

    def compressed_size(self):
        target = pathlib.Path(self.bundles.name) / "packed"
        self.buildah("push", "--format", "docker", "--compression-format", "gzip", TAG, f"dir:{target}")
        return sum(file.stat().st_size for file in target.iterdir())

    def start(self, settings):
        return RuncContainer(pathlib.Path(self.bundles.name), self.unpacked, self.config(), settings)

    def close(self):
        if self.mounted:
            self.buildah("umount", self.container)
            self.buildah("rm", self.container)
            self.buildah("rmi", "--prune")  # the images of earlier runs, whose tag this one took
        self.bundles.cleanup()


def numeric(user):
    uid, _, gid = user.partition(":")
    return {"uid": int(uid), "gid": int(gid or 0)}


class RuncContainer:
    """What an engine does with the image's configuration, written down for runc."""

    def __init__(self, folder, root, config, settings):
        self.name = f"tandem-{uuid.uuid4().hex[:12]}"
        self.bundle = folder / self.name
        self.bundle.mkdir()
        self.state = folder / "runc"
        self.root = self.bundle / "root"  # its own, since runc makes the mount points that the image does not have
        run("cp", "--archive", "--link", root, self.root)
        self.write_bundle(config, settings)
        self.log = open(self.bundle / "log", "w+")
        self.process = subprocess.Popen(["runc", "--root", self.state, "run", "--bundle", self.bundle, self.name],
                                        stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)

    def write_bundle(self, config, settings):
        run("runc", "spec", "--bundle", self.bundle)
        file = self.bundle / "config.json"
        spec = json.loads(file.read_text())
        spec["root"] = {"path": str(self.root), "readonly": True}
        spec["process"].update(
            terminal=False, args=[*config["Entrypoint"], *(settings.arguments or config["Cmd"])],
            env=[*config["Env"], *(f"{name}={value}" for name, value in settings.environment.items())],
            user=numeric(settings.user or config["User"]), noNewPrivileges=True,
            capabilities={kind: [] for kind in ("bounding", "effective", "inheritable", "permitted", "ambient")})
        spec["mounts"] = [mount for mount in spec["mounts"] if mount["destination"] != "/sys/fs/cgroup"]
        spec["mounts"] += [{"destination": inside, "source": str(outside), "type": "bind", "options": ["bind", "rw"]}
                           for outside, inside in settings.volumes.items()]
        spec["linux"].pop("resources", None)
        file.write_text(json.dumps(spec))

    def runc(self, *arguments):
        return subprocess.run(["runc", "--root", self.state, *arguments], capture_output=True, text=True, timeout=60)

    def execute(self, *command):
        return self.runc("exec", self.name, *command)

    def signal(self, name):
        assert self.runc("kill", self.name, name).returncode == 0

    def wait(self, seconds=30):
        return self.process.wait(seconds)

    def output(self):
        return pathlib.Path(self.log.name).read_text()

    def close(self):
        self.runc("delete", "--force", self.name)
        self.process.wait(30)
        self.log.close()


class Docker:
    """The same by a Docker engine, which pulls debian:12."""

    def __init__(self):
        if not works("docker", "info"):
            raise CannotRun("no Docker engine answers")
        self.unpacked = tempfile.TemporaryDirectory(prefix="tandem-image-")

    def build(self, **arguments):
        flags = [flag for name, value in arguments.items() for flag in ("--build-arg", f"{name}={value}")]
        run("docker", "build", *flags, "-f", "docker/Dockerfile", "-t", TAG, ".", cwd=ROOT)
        container = run("docker", "create", TAG).strip()
        run("docker", "export", "-o", f"{self.unpacked.name}/root.tar", container)
        run("docker", "rm", container)
        with tarfile.open(f"{self.unpacked.name}/root.tar") as packed:
            packed.extractall(self.root(), filter="tar")

    def config(self):
        return json.loads(run("docker", "inspect", TAG))[0]["Config"]

    def root(self):
        return pathlib.Path(self.unpacked.name) / "root"

    def compressed_size(self):
        return len(subprocess.run(f"docker save {TAG} | gzip", shell=True, capture_output=True, check=True).stdout)

    def start(self, settings):
        return DockerContainer(settings)

    def close(self):
        self.unpacked.cleanup()


class DockerContainer:
    def __init__(self, settings):
        flags = ["--read-only", "--cap-drop", "ALL", "--network", "none", "--security-opt", "no-new-privileges"]
        flags += ["--user", settings.user] if settings.user else []
        flags += [flag for name, value in settings.environment.items() for flag in ("--env", f"{name}={value}")]
        flags += [flag for outside, inside in settings.volumes.items() for flag in ("--volume", f"{outside}:{inside}")]
        self.name = run("docker", "run", "--detach", *flags, TAG, *settings.arguments).strip()

    def execute(self, *command):
        return subprocess.run(["docker", "exec", self.name, *command], capture_output=True, text=True, timeout=60)

    def signal(self, name):
        run("docker", "kill", "--signal", name, self.name)

    def wait(self, seconds=30):
        return int(run("docker", "wait", self.name, timeout=seconds))

    def output(self):
        done = subprocess.run(["docker", "logs", self.name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return done.stdout

    def close(self):
        run("docker", "rm", "--force", self.name)


def find_engine():
    reasons = []
    for kind in (Buildah, Docker):
        try:
            return kind()
        except CannotRun as reason:
            reasons.append(str(reason))
    raise CannotRun("; ".join(reasons))
