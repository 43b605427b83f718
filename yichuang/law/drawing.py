"""Where the nodes and flows of a process lie in a picture: lanes of departments, levels from left to right."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .flows import CHOICE, END, PARALLEL, START, STEPS, Flow, Node, Process

# Pixels, as modellers draw: a gateway 50 wide, an event 36, a task 150 x 70; a row leaves a channel above its nodes.
SIZES = {CHOICE: (50, 50), PARALLEL: (50, 50), START: (36, 36), END: (36, 36)}
TASK = (150, 70)
HEAD, GAP, ROW, CHANNEL, PITCH = 30, 50, 160, 64, 7
LETTER, LABEL = 12, 108

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int


@dataclass(slots=True)
class Drawing:
    """The boxes of nodes and lanes, the pool around them, and the way of each flow."""

    pool: Box
    lanes: dict[str, Box]
    nodes: dict[str, Box]
    flows: dict[str, tuple[Point, ...]]


@dataclass(slots=True)
class _Grid:
    """Column and row of each node."""

    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    heights: dict[str, int] = field(default_factory=dict)


def drawn(made: Process) -> Drawing:
    """Lay a process out: nothing lies on another, and no flow crosses a node.

    Basis: BPMN 2.0 (ISO/IEC 19510:2013), 12 (diagram interchange).
    """
    grid = _placed(made.nodes.values())
    xs, width = _across(made, grid)
    tops = _down(grid)
    nodes = {
        node.id: _box(node, xs[grid.columns[node.id]], tops[node.lane] + grid.rows[node.id] * ROW)
        for node in made.nodes.values()
    }
    lanes = {lane: Box(HEAD, tops[lane], width - HEAD, rows * ROW) for lane, rows in grid.heights.items()}
    pool = Box(0, 0, width, sum(grid.heights.values()) * ROW)
    router = _Router(nodes, grid, {node.id: node.lane for node in made.nodes.values()}, tops)
    return Drawing(pool, lanes, nodes, {flow.id: router.way(flow) for flow in made.flows})


def _placed(nodes: Iterable[Node]) -> _Grid:
    """Give each node a column by level and step, and the first row of its lane that is free there."""
    grid = _Grid()
    taken: dict[tuple[str, int], int] = Counter()
    listed = list(nodes)
    used = sorted({(node.level, STEPS.index(node.step)) for node in listed})
    for node in listed:
        grid.columns[node.id] = used.index((node.level, STEPS.index(node.step)))
        slot = (node.lane, grid.columns[node.id])
        grid.rows[node.id] = taken[slot]
        taken[slot] += 1
        grid.heights[node.lane] = max(grid.heights.get(node.lane, 0), taken[slot])
    return grid


def _across(made: Process, grid: _Grid) -> tuple[list[int], int]:
    """Return the left edge of each column, whose gap holds the flows that turn there, and the width of all."""
    widest: dict[int, int] = defaultdict(int)
    gaps: dict[int, int] = defaultdict(int)
    named: dict[int, int] = defaultdict(int)
    for node in made.nodes.values():
        column = grid.columns[node.id]
        widest[column] = max(widest[column], _size(node)[0])
        gaps[column] += PITCH * len(node.leaving)
    for flow in made.flows:
        column = grid.columns[flow.source]
        named[column] = max(named[column], label_width(flow.name))
    xs, x = [], 2 * HEAD + GAP
    for column in range(len(widest)):
        xs.append(x)
        x += widest[column] + GAP + gaps[column] + named[column]
    return xs, x + HEAD


def label_width(name: str) -> int:
    """How wide the words beside a flow are; long ones take two lines. Basis: BPMN 2.0, 12.1 (labels)."""
    return min(LETTER * len(name), LABEL)


def label_lines(name: str) -> int:
    """How many lines those words take. Basis: BPMN 2.0, 12.1 (labels)."""
    return -(-LETTER * len(name) // LABEL)


def _down(grid: _Grid) -> dict[str, int]:
    tops, y = {}, 0
    for lane, rows in grid.heights.items():
        tops[lane] = y
        y += rows * ROW
    return tops


def _size(node: Node) -> Point:
    return SIZES.get(node.kind, TASK)


def _box(node: Node, x: int, top: int) -> Box:
    width, height = _size(node)
    middle = top + CHANNEL + (ROW - CHANNEL) // 2 - 10
    return Box(x, middle - height // 2, width, height)


class _Router:
    """Ways through the gaps between columns and the channels above rows, so that no flow crosses a node."""

    def __init__(
        self, nodes: dict[str, Box], grid: _Grid, lanes: Mapping[str, str], tops: Mapping[str, int]
    ) -> None:
        self.nodes, self.grid, self.lanes, self.tops = nodes, grid, lanes, tops
        self.rights: dict[int, int] = defaultdict(int)
        for id_, box in nodes.items():
            column = grid.columns[id_]
            self.rights[column] = max(self.rights[column], box.x + box.width)
        self.turned: Counter[int] = Counter()
        self.channels: dict[tuple[str, int], list[str]] = defaultdict(list)

    def way(self, flow: Flow) -> tuple[Point, ...]:
        start, end = self.nodes[flow.source], self.nodes[flow.target]
        out = (start.x + start.width, start.y + start.height // 2)
        into = (end.x, end.y + end.height // 2)
        if out[1] == into[1] and self._free(flow):
            return out, into
        column = self.grid.columns[flow.source]
        turn = self.rights[column] + GAP // 4 + PITCH * self.turned[column]
        self.turned[column] += 1
        if self.grid.columns[flow.target] == column + 1:
            return out, (turn, out[1]), (turn, into[1]), into
        height, before = self._channel(flow.target), into[0] - GAP // 3
        return out, (turn, out[1]), (turn, height), (before, height), (before, into[1]), into

    def _free(self, flow: Flow) -> bool:
        place = (self.lanes[flow.source], self.grid.rows[flow.source])
        between = range(self.grid.columns[flow.source] + 1, self.grid.columns[flow.target])
        return not any(
            column in between and (self.lanes[id_], self.grid.rows[id_]) == place
            for id_, column in self.grid.columns.items()
        )

    def _channel(self, target: str) -> int:
        """Return the height above its row at which all flows to this node come together."""
        row = (self.lanes[target], self.grid.rows[target])
        if target not in self.channels[row]:
            self.channels[row].append(target)
        steps = CHANNEL // PITCH - 5
        return self.tops[row[0]] + row[1] * ROW + PITCH * (3 + self.channels[row].index(target) % steps)
