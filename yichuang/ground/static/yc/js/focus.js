// After a swap: focus what the new fragment marks (data-yc-focus), say its sentence once (data-yc-say), clear what was said before.
import { on, seen } from "./text.js"

export const announce = text => { const says = document.getElementById("yc-says"); if (says) says.textContent = text }
function settle(root) {
  const at = [...root.querySelectorAll("[data-yc-focus]")].filter(seen).at(-1)
  if (at && document.activeElement !== at) {
    at.focus({ preventScroll: true })
    at.scrollIntoView({ block: "nearest" })
  }
  document.querySelectorAll("[data-yc-focus]").forEach(e => e.removeAttribute("data-yc-focus"))
  const say = [...root.querySelectorAll("[data-yc-say]")].at(-1)
  if (say) { announce(say.dataset.ycSay || say.textContent); say.removeAttribute("data-yc-say") }
}
const refusal = text => { const line = document.getElementById("yc-refusal"); if (line && line.textContent !== text) line.textContent = text }
on("htmx:before:request", () => { refusal(""); announce("") })
on("htmx:after:swap", () => settle(document))
on("htmx:error", () => refusal("连不上服务器，刚才这一步没有存。再按一次"))
settle(document)
