const root = document.documentElement
const rem = () => parseFloat(getComputedStyle(root).fontSize)
const ink = name => getComputedStyle(root).getPropertyValue(`--chart-${name}`).trim()
const LINES = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: "rgba(0,0,0,.35)" }
const CHECKS = { symbol: "rect", symbolSize: .9, dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 0], color: "rgba(255,255,255,.5)" }
const NONE = { symbol: "rect", color: "rgba(0,0,0,0)" }, DECALS = { soon: LINES, second: LINES, near: CHECKS }
const clean = e => e.textContent.trim()
function read(figure) {
const table = figure.querySelector("table"), most = +figure.querySelector("[data-yc-chart]").dataset.most || 99
const heads = [...table.tHead.rows[0].cells].slice(1).filter(c => c.dataset.tone), rows = [...table.tBodies[0].rows].slice(0, most)
return { names: rows.map(r => clean(r.cells[0])), series: heads.map(h => ({ name: clean(h), tone: h.dataset.tone, values: rows.map(r => parseFloat(clean(r.cells[h.cellIndex]).replace(/,/g, "")) || 0) })) }
}
function option(kind, { names, series }) {
const px = rem() * .8125, text = { color: ink("text"), fontSize: px, fontFamily: getComputedStyle(document.body).fontFamily }, flat = kind !== "lines"
const short = name => name.length > 9 ? `${name.slice(0, 8)}…` : name
const names_ = { type: "category", data: names, inverse: flat, axisTick: { show: false }, axisLine: { lineStyle: { color: ink("axis") } }, axisLabel: { ...text, formatter: short, hideOverlap: true } }
const value = { type: "value", minInterval: kind === "pair" ? 0 : 1, axisLabel: { ...text, hideOverlap: true }, splitLine: { lineStyle: { color: ink("grid") } } }
return {
animation: false, aria: { enabled: true, label: { enabled: false }, decal: { show: true } }, textStyle: text,
tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: flat ? "shadow" : "line" }, textStyle: { ...text, color: "#1B1F24" }, backgroundColor: "#fff", borderColor: "#737D8C" },
grid: { left: px, right: px * 2.5, top: px * .5, bottom: px * .5, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
xAxis: flat ? value : names_, yAxis: flat ? names_ : value,
series: series.map((s, n) => ({
name: s.name, data: s.values, type: flat ? "bar" : "line", stack: kind === "stack" ? "all" : undefined, barMaxWidth: px * 1.4, barGap: "10%",
itemStyle: { color: ink(s.tone), decal: flat && DECALS[s.tone] || NONE }, emphasis: { disabled: true },
lineStyle: { color: ink(s.tone), type: n ? "dashed" : "solid" }, symbol: n ? "rect" : "circle", symbolSize: px * .6,
label: kind === "bars" || kind === "pair" ? { ...text, show: true, position: "right" } : { show: false },
})),
}
}
const drawn = new Map()
function draw(box) {
const chart = drawn.get(box) || window.echarts.init(box, null, { renderer: "canvas" })
drawn.set(box, chart)
chart.resize()
chart.setOption(option(box.dataset.ycChart, read(box.closest("figure"))), true)
}
function all() {
for (const [box, chart] of drawn) if (!box.isConnected) { chart.dispose(); drawn.delete(box); sizes.unobserve(box) }
document.querySelectorAll("[data-yc-chart]").forEach(box => { draw(box); sizes.observe(box) })
}
const sizes = new ResizeObserver(found => found.forEach(({ target }) => drawn.get(target)?.resize()))
if (window.echarts) {
all()
document.addEventListener("htmx:after:swap", all)
new MutationObserver(all).observe(root, { attributeFilter: ["data-size", "data-theme"] })
}
