"""The chart of efficiency over the number of nodes, as SVG."""
from html import escape
from math import log2

from schedule import STRATEGIES

COLORS = {"sums": "#0072b2", "factors": "#d55e00", "columns": "#009e73", "hybrid": "#cc79a7"}
# Different strokes, so that the lines can be distinguished without colours.
DASHES = {"sums": "none", "factors": "8 3", "columns": "2 3", "hybrid": "8 2 2 2"}
PANEL, HEIGHT, LEFT, TOP, GAP = 210, 220, 56, 84, 26


def text(x, y, words, anchor="middle", size=12, extra=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" {extra}>'
            f'{escape(words)}</text>')


def line(x0, y0, x1, y1, color="#d8d8d8"):
    return f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="{color}"/>'


def panel(left, rate, rows, is_first):
    """Draws the lines of one rate."""
    nodes = [row["nodes"] for row in rows]
    first, last = log2(nodes[0]), log2(nodes[-1])

    def x(count):
        return left + PANEL * (log2(count) - first) / (last - first or 1)

    def y(efficiency):
        return TOP + HEIGHT * (1 - min(efficiency, 1.05))

    parts = [text(left + PANEL / 2, TOP - 22, f"{rate:g} Gbit/s", extra='font-weight="bold"')]
    for tenths in range(0, 11, 2):
        parts.append(line(left, y(tenths / 10), left + PANEL, y(tenths / 10)))
        if is_first:
            parts.append(text(left - 8, y(tenths / 10) + 4, f"{tenths * 10}%", "end"))
    # Every other number has room for its digits.
    for index, count in enumerate(nodes):
        parts.append(line(x(count), TOP + HEIGHT, x(count), TOP + HEIGHT + 4, "#808080"))
        if index % (2 if len(nodes) > 6 else 1) == 0 or count == nodes[-1] and len(nodes) % 2:
            parts.append(text(x(count), TOP + HEIGHT + 18, f"{count:,}", size=11))
    for name in STRATEGIES:
        points = [(x(row["nodes"]), y(row["strategies"][name]["efficiency"])) for row in rows
                  if name in row["strategies"] and not row["strategies"][name]["isSameAsSums"]]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{COLORS[name]}" stroke-width="2" '
                     f'stroke-dasharray="{DASHES[name]}"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{COLORS[name]}"/>' for a, b in points]
    return parts


def legend(names, left):
    parts = []
    for name in names:
        parts += [f'<line x1="{left}" y1="42" x2="{left + 34}" y2="42" stroke="{COLORS[name]}" '
                  f'stroke-width="2" stroke-dasharray="{DASHES[name]}"/>', text(left + 42, 46, name, "start")]
        left += 130
    return parts


def draw(result, title):
    """Returns the chart as SVG."""
    rates = list(dict.fromkeys(row["gigabitsPerSecond"] for row in result["rows"]))
    names = [name for name in STRATEGIES if any(name in row["strategies"] for row in result["rows"])]
    width, height = LEFT + len(rates) * (PANEL + GAP), TOP + HEIGHT + 48
    parts = [f'<rect width="{width}" height="{height}" fill="white"/>',
             text(LEFT, 20, f"Efficiency in simulation: {title}", "start"), *legend(names, LEFT)]
    for index, rate in enumerate(rates):
        rows = [row for row in result["rows"] if row["gigabitsPerSecond"] == rate]
        parts += panel(LEFT + index * (PANEL + GAP), rate, rows, index == 0)
    parts.append(text(LEFT + (width - LEFT - GAP) / 2, height - 8, "nodes"))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" font-family="Helvetica, Arial, sans-serif" fill="#202020">\n'
            + "\n".join(parts) + "\n</svg>\n")
