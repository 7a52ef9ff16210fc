"""The recipes in the README are the files that `make interop` runs."""

import re
from pathlib import Path

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
RECIPES = Path(__file__).parent / "recipes"
MARK = "<!-- recipe: "  # the name of the file follows, and on the next line the code begins
QUOTED = re.findall(re.escape(MARK) + r"(\S+) -->\n+```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_each_recipe_in_the_readme_is_the_file_that_is_tested():
    assert len(QUOTED) == README.count(MARK)
    for name, code in QUOTED:
        assert code == (RECIPES / name).read_text(encoding="utf-8"), name


def test_each_recipe_is_run():
    checks = "".join(file.read_text(encoding="utf-8") for file in RECIPES.parent.glob("checks/use_*.py"))
    for recipe in RECIPES.glob("*.py"):
        assert f"{recipe.stem}.main(" in checks
