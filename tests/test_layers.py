"""Imports point one way, kernels know nothing but numbers, and one module alone speaks to the terminal."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "ait"
# From the top down: a module may import what stands in its own line or below.
LAYERS = (
    "__main__",
    "cli",
    "serve",
    "lab",
    "features",
    "reports",
    "graphs",
    "measures",
    "inference",
    "language_models",
    "coder",
    "predictors",
    "enumeration",
    "tables",
    "sources",
    "machines",
    "images",
    "number_files",
    "discretisation",
    "sequence",
    "alphabet",
    "storage",
    "estimate",
    "ranks",
    "words",
    "notebook",
    "gpu",
    "errors",
    "jit",
)
KERNEL_IMPORTS = {"__future__", "math", "typing", "numpy", "numpy.typing", "numba", "ait.jit"}


def name_of(path):
    parts = ("ait", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}
KERNELS = [module for module in TREES if module.endswith("_kernel")]


def imported(nodes):
    """Every module of which something is imported; the version stands in the front and may be read by all."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            inner = [f"{node.module}.{alias.name}" for alias in node.names if alias.name != "__version__"]
            yield from (name if name in TREES else node.module for name in inner)


def imports_of(module):
    """All that a module imports: at its top, inside functions, and for types."""
    return set(imported(ast.walk(TREES[module])))


def layer(module):
    name = module.split(".")[1]
    if name.endswith("_kernel"):
        name = name.split("_")[0]  # A kernel stands with the module that it serves.
    assert name in LAYERS, f"{module} has no layer: give it a place in tests/test_layers.py"
    return LAYERS.index(name)


def calls(tree):
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


@pytest.mark.parametrize("module", [module for module in TREES if module != "ait"])
def test_imports_point_down(module):
    own = {name for name in imports_of(module) if name.split(".")[0] == "ait"}
    assert "ait" not in own, "the package's front is for its users: import from where a thing is defined"
    assert [name for name in own if layer(name) < layer(module)] == []


def test_imports_have_no_cycle():
    graph = {module: set(imported(tree.body)) & TREES.keys() for module, tree in TREES.items()}
    assert set(TopologicalSorter(graph).static_order()) == set(TREES)


@pytest.mark.parametrize("module", KERNELS)
def test_kernels_take_numbers_only(module):
    foreign = {name for name in imports_of(module) if name not in KERNEL_IMPORTS and not name.endswith("_kernel")}
    assert foreign == set(), "the compile cache is keyed by the sources of kernels alone"
    assert not calls(TREES[module]) & {"print", "open", "input"}
    classes = [node for node in ast.walk(TREES[module]) if isinstance(node, ast.ClassDef)]
    assert [node.name for node in classes if [ast.unparse(base) for base in node.bases] != ["NamedTuple"]] == []


@pytest.mark.parametrize(
    "module", [module for module in TREES if module not in KERNELS and module not in ("ait.gpu", "ait.jit")]
)
def test_only_kernels_are_compiled(module):
    assert "numba" not in {name.split(".")[0] for name in imports_of(module)}


@pytest.mark.parametrize(
    "module", [module for module in TREES if module.split(".")[1:2] not in (["cli"], ["__main__"])]
)
def test_only_the_command_line_speaks(module):
    streams = {
        node.attr
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sys"
    }
    assert not streams & {"stdout", "stderr", "stdin", "argv", "exit"}
    assert not calls(TREES[module]) & {"print", "input"}
    assert "click" not in {name.split(".")[0] for name in imports_of(module)}


@pytest.mark.parametrize("module", TREES)
def test_every_module_opens_with_a_sentence(module):
    sentence = ast.get_docstring(TREES[module])
    assert sentence is not None
    assert sentence.split("\n\n")[0].rstrip().endswith((".", ":", "::"))


def test_test_files_have_names_of_their_own():
    """pytest imports them by their last name; of two with the same one it would read only the first."""
    names = [path.name for path in Path(__file__).parent.rglob("*.py") if path.parent.name != "naive"]
    assert sorted({name for name in names if names.count(name) > 1}) == []
