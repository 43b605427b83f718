"""A bundle's graph in another engine: SpiffWorkflow, unmodified, replays what the plan and its rule say, step by step."""

import random
from collections import Counter
from io import BytesIO
from itertools import combinations, pairwise, product

import pytest
from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import XSD_PATH, BpmnParser
from SpiffWorkflow.util.task import TaskState

from yichuang.catalogue import seed
from yichuang.law import bpmn, drawing, flows
from yichuang.law.drawing import Box
from yichuang.law.flows import ALL_DONE, PART_DONE
from yichuang.law.standing import chosen_values, members, standing, takes_several
from yichuang.law.stations import ENDED, GRANTED

RECORDS = {record["id"]: record for record in seed.items()}
BUNDLES = {record["id"]: record for record in seed.bundles()}
SAFE = etree.XMLParser(resolve_entities=False, no_network=True)
SCHEMA = etree.XMLSchema(etree.parse(XSD_PATH))
DI = bpmn.SPACES["xmlns:bpmndi"]


def spec_of(bundle, records=RECORDS):
    """What the engine reads from the document."""
    parser = BpmnParser()
    parser.add_bpmn_io(BytesIO(bpmn.document(bundle, records).encode()))
    return parser.get_spec(bpmn.process_id(bundle))


SPECS: dict[str, object] = {}


def kept(key):
    if key not in SPECS:
        SPECS[key] = spec_of(BUNDLES[key])
    return SPECS[key]


class Engine:
    """One run of a process in SpiffWorkflow."""

    def __init__(self, bundle, spec, answers, choose, skip):
        several = {question["key"] for question in bundle.get("scenarios") or () if takes_several(question)}
        said = {
            key: list(chosen_values(value)) if key in several else value for key, value in answers.items()
        }
        self.flow = BpmnWorkflow(spec)
        self.flow.get_tasks(state=TaskState.READY)[0].data.update(
            answers=said, chosen=dict(choose), skipped=sorted(skip), results={}
        )
        self.flow.do_engine_steps()

    def open(self):
        """The members that can be done now."""
        return {
            task.task_spec.bpmn_id.removeprefix("do-"): task
            for task in self.flow.get_tasks(state=TaskState.READY, manual=True)
        }

    def end(self, item, result):
        task = self.open()[item]
        task.data["results"][item] = result
        task.run()
        self.flow.do_engine_steps()

    def told(self):
        assert self.flow.is_completed()
        ended = {
            task.task_spec.bpmn_id
            for task in self.flow.get_tasks(state=TaskState.COMPLETED)
            if (task.task_spec.bpmn_id or "").startswith("end-")
        }
        return self.flow.data["results"], ended


class Ours:
    """The rule of a running bundle: a member begins when all it waits for are granted, and ends when one was not."""

    def __init__(self, bundle, answers, choose, skip):
        self.members = standing(bundle, answers, choose=choose, skip=skip).members
        self.results: dict[str, str] = {}
        self.go_on()

    def go_on(self):
        for _ in self.members:
            for one in self.members:
                if any(self.results.get(before, GRANTED) != GRANTED for before in one.after):
                    self.results[one.item] = ENDED

    def open(self):
        return {
            one.item
            for one in self.members
            if one.item not in self.results
            and all(self.results.get(before) == GRANTED for before in one.after)
        }

    def end(self, item, result):
        self.results[item] = result
        self.go_on()

    def told(self):
        done = set(self.results.values()) <= {GRANTED}
        return self.results, {ALL_DONE if done else PART_DONE}


def replay(bundle, spec, answers, *, choose=(), skip=(), verdict=lambda item: GRANTED, order=min):
    """Run both side by side; at every step the same members can be done, and both come to the same end."""
    choose = dict(choose)
    ours, engine = Ours(bundle, answers, choose, skip), Engine(bundle, spec, answers, choose, skip)
    while ours.open():
        assert set(engine.open()) == ours.open(), (bundle["id"], answers, choose, skip, ours.results)
        item = order(sorted(ours.open()))
        result = verdict(item)
        ours.end(item, result)
        engine.end(item, result)
    assert engine.told() == ours.told(), (bundle["id"], answers, choose, skip)
    return ours.results


def alternatives(question):
    """One value after the other; of several, also all together."""
    values = [option["value"] for option in question["options"]]
    return [*values, ",".join(values)] if takes_several(question) else values


def paths(bundle):
    """Every full set of answers; then with none every choice of alternatives; then without each optional member."""
    questions = bundle.get("scenarios") or ()
    for values in product(*map(alternatives, questions)):
        yield dict(zip((question["key"] for question in questions), values, strict=True)), {}, ()
    groups: dict[str, list[str]] = {}
    for one in members(bundle):
        if one.group:
            groups.setdefault(one.group, []).append(one.item)
    for picked in product(*groups.values()):
        yield {}, dict(zip(groups, picked, strict=True)), ()
    first = {question["key"]: alternatives(question)[-1] for question in questions}
    optional = [one.item for one in members(bundle) if not one.required]
    for left_out in (*((one,) for one in optional), optional):
        yield first, {}, tuple(left_out)


@pytest.mark.parametrize("key", BUNDLES)
def test_every_path_of_a_bundle_is_replayed_to_the_same_end(key):
    for answers, choose, skip in paths(BUNDLES[key]):
        replay(BUNDLES[key], kept(key), answers, choose=choose, skip=skip)


@pytest.mark.slow
@pytest.mark.parametrize("key", BUNDLES)
def test_on_every_path_each_member_may_be_refused(key, record_property):
    count = 0
    for answers, choose, skip in paths(BUNDLES[key]):
        for refused in standing(BUNDLES[key], answers, choose=choose, skip=skip).items:
            verdicts = {refused: "refused"}
            told = replay(
                BUNDLES[key], kept(key), answers, choose=choose, skip=skip,
                verdict=lambda item, verdicts=verdicts: verdicts.get(item, GRANTED),
            )  # fmt: skip
            assert told[refused] == "refused"
            count += 1
    record_property("paths", count)


def drawn_by_lot(lot, bundle):
    """Answers, some of them missing; choices and members left out; what becomes of each member."""
    answers = {
        q["key"]: lot.choice(alternatives(q)) for q in bundle.get("scenarios") or () if lot.random() < 0.85
    }
    skip = {one.item for one in members(bundle) if not one.required and lot.random() < 0.25}
    free = [one for one in members(bundle) if one.group and one.item not in skip and lot.random() < 0.2]
    verdicts = {
        one.item: lot.choice(("refused", "withdrawn")) if lot.random() < 0.2 else GRANTED
        for one in members(bundle)
    }
    return answers, {one.group: one.item for one in free}, skip, verdicts


def test_two_hundred_random_paths_with_refusals_are_replayed_to_the_same_end():
    lot, ends = random.Random(4), Counter()
    for number in range(200):
        key = list(BUNDLES)[number % len(BUNDLES)]
        answers, choose, skip, verdicts = drawn_by_lot(lot, BUNDLES[key])
        told = replay(
            BUNDLES[key], kept(key), answers, choose=choose, skip=skip, verdict=verdicts.get, order=lot.choice
        )
        ends.update(told.values())
    assert min(ends[GRANTED], ends["refused"], ends["withdrawn"], ends[ENDED]) > 30


def graph_by_lot(lot):
    """A bundle as an editor may leave it: alternatives that wait for different members and are waited for one by one."""
    names = [f"item-{number}" for number in range(lot.randint(1, 7))]
    questions = [
        {"key": key, "question": "？", "options": [{"value": v, "label": v} for v in "xyz"]} for key in "ab"
    ]
    rows = [
        {
            "item_id": name,
            "after": [before for before in names[:place] if lot.random() < 0.4],
            "required": lot.random() < 0.6,
            "when": {lot.choice("ab"): lot.sample("xyz", 2)} if lot.random() < 0.4 else None,
            "choice_group": lot.choice("gh") if lot.random() < 0.4 else None,
        }
        for place, name in enumerate(names)
    ]
    lot.shuffle(rows)
    return {"id": "drawn", "name": "试", "scenarios": questions, "members": rows}


def test_any_graph_is_replayed_to_the_same_end():
    lot = random.Random(5)
    for _ in range(150):
        bundle = graph_by_lot(lot)
        spec = spec_of(bundle, {})
        for _ in range(4):
            answers, choose, skip, verdicts = drawn_by_lot(lot, bundle)
            replay(bundle, spec, answers, choose=choose, skip=skip, verdict=verdicts.get, order=lot.choice)


@pytest.mark.parametrize("key", BUNDLES)
def test_a_document_is_bpmn_with_a_task_for_every_member_and_a_shape_for_everything(key):
    document = etree.fromstring(bpmn.document(BUNDLES[key], RECORDS).encode(), SAFE)
    SCHEMA.assertValid(document)
    tasks = {task.get("id"): task.get("name") for task in document.iter(f"{{{bpmn.MODEL}}}userTask")}
    assert tasks == {f"do-{one.item}": RECORDS[one.item]["name"] for one in members(BUNDLES[key])}
    drawn = {one.get("bpmnElement") for one in document.iter(f"{{{DI}}}BPMNShape", f"{{{DI}}}BPMNEdge")}
    kinds = (
        "lane",
        "startEvent",
        "endEvent",
        "userTask",
        "scriptTask",
        "exclusiveGateway",
        "parallelGateway",
        "sequenceFlow",
    )
    assert drawn >= {one.get("id") for kind in kinds for one in document.iter(f"{{{bpmn.MODEL}}}{kind}")}


@pytest.mark.parametrize("key", BUNDLES)
def test_in_the_picture_nothing_lies_on_another_and_no_flow_crosses_a_node(key):
    made = flows.process(BUNDLES[key], RECORDS)
    drawn = drawing.drawn(made)
    boxes = drawn.nodes
    assert not [pair for pair in combinations(boxes, 2) if overlap(boxes[pair[0]], boxes[pair[1]])]
    for flow in made.flows:
        for (x, y), (to_x, to_y) in pairwise(drawn.flows[flow.id]):
            line = Box(min(x, to_x), min(y, to_y), abs(x - to_x), abs(y - to_y))
            crossed = {name for name, box in boxes.items() if overlap(line, box)}
            assert crossed <= {flow.source, flow.target}, flow
    for node in made.nodes.values():
        assert within(boxes[node.id], drawn.lanes[node.lane]), node


def overlap(one, other):
    return (
        one.x <= other.x + other.width and other.x <= one.x + one.width
        and one.y <= other.y + other.height and other.y <= one.y + one.height
    )  # fmt: skip


def within(one, other):
    return (
        other.x <= one.x and one.x + one.width <= other.x + other.width
        and other.y <= one.y and one.y + one.height <= other.y + other.height
    )  # fmt: skip
