// When charts are drawn: at once, after a swap, when size or contrast changes; never twice in one box, and let go with it.
import { option, read, root } from "./charts.js"

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
