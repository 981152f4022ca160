"""The ratios to nginx as a small SVG, readable on light and dark pages."""
from html import escape

LEFT, WIDTH, LINE, FULL = 250, 470, 26, 1.2   # FULL: the ratio at the right end

STYLE = """
text{font:12px system-ui,sans-serif;fill:#1f2328}.small{font-size:11px;fill:#59636e}
.dev{fill:#54aeff}.serve{fill:#0969da}.spread{stroke:#1f2328;stroke-width:1}.nginx{stroke:#818b98;stroke-dasharray:3 3}
.floor{stroke:#cf222e;stroke-width:2}.goal{stroke:#9a6700;stroke-width:2}.aim{stroke:#1a7f37;stroke-width:2}
@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.small{fill:#9198a1}.spread{stroke:#f0f6fc}.dev{fill:#1f6feb}.serve{fill:#79c0ff}
.floor{stroke:#ff7b72}.goal{stroke:#d29922}.aim{stroke:#3fb950}}"""


def place(ratio):
    return LEFT + min(ratio, FULL) / FULL * WIDTH


def upright(ratio, top, height, style):
    return f'<line x1="{place(ratio):.1f}" x2="{place(ratio):.1f}" y1="{top}" y2="{top + height}" class="{style}"/>'


def bar(row, top):
    middle, value = top + 5, place(row.median)
    least, most = place(min(row.values)), place(max(row.values))
    parts = [f'<rect x="{LEFT}" y="{top}" width="{value - LEFT:.1f}" height="9" class="{row.mode}"/>',
             f'<line x1="{least:.1f}" x2="{most:.1f}" y1="{middle}" y2="{middle}" class="spread"/>']
    parts += [upright(limit, top - 1, 11, style) for limit, style in zip(row.limits, ("floor", "goal", "aim"))]
    return "".join(parts) + small(max(most, place(max(row.limits))) + 6, top + 9, f"{row.median:.2f}")


def small(x, y, text, more=""):
    return f'<text x="{x:.1f}" y="{y}" class="small"{more}>{escape(text)}</text>'


def legend(top):
    parts, x = [], LEFT
    for style in ("dev", "serve"):
        parts.append(f'<rect x="{x}" y="{top - 9}" width="18" height="9" class="{style}"/>' + small(x + 24, top, style))
        x += 72
    for style in ("floor", "goal", "aim"):
        parts.append(f'<line x1="{x}" x2="{x}" y1="{top - 10}" y2="{top + 1}" class="{style}"/>' + small(x + 6, top, style))
        x += 54
    return "".join(parts)


def draw(rows):
    chosen = [row for row in rows if row.measure == "of nginx"]
    names = list(dict.fromkeys(row.name for row in chosen))
    parts, top = [], 34
    for name in names:
        own = [row for row in chosen if row.name == name]
        parts.append(f'<text x="{LEFT - 10}" y="{top + 11 + 6 * (len(own) - 1)}" text-anchor="end">{escape(name)}</text>')
        for row in own:
            parts.append(bar(row, top + 2))
            top += 13
        top += LINE - 13
    height = top + 30
    parts.append(upright(1, 28, top - 34, "nginx") + small(place(1) - 4, top + 6, "nginx return 200 = 1", ' text-anchor="end"'))
    title = "Requests a second as a ratio to nginx return 200 on the same processor; medians, with minimum and maximum"
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 50} {height}" role="img">'
            f'<title>{title}</title><style>{STYLE}</style><text x="10" y="18">{title}</text>{"".join(parts)}{legend(top + 22)}</svg>\n')
