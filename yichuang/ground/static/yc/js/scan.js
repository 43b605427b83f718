// A scanner or card reader that types: a burst of 6 or more characters ending in Enter lands in the visible box marked
// data-yc-scan, wherever the focus is. Slower or shorter keys stay keys, 60 ms later, and only where such a box is open.
import { half, on, seen, typing } from "./text.js"

let burst = [], timer
const flush = () => {
  const keys = burst
  burst = []
  for (const { key, code, shiftKey } of keys) (document.activeElement || document.body).dispatchEvent(Object.assign(new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true }), { slow: true }))
}
on("keydown", e => {
  if (e.slow || e.isComposing || e.ctrlKey || e.altKey || e.metaKey || typing(document.activeElement)) return
  const box = [...document.querySelectorAll("[data-yc-scan]")].filter(seen).at(-1)
  if (!box || e.repeat) return
  clearTimeout(timer)
  if (e.key === "Enter" && burst.length > 5) {
    e.preventDefault()
    e.stopImmediatePropagation()
    box.value = half(burst.map(b => b.key).join(""))
    burst = []
    box.focus()
    box.dispatchEvent(new Event("input", { bubbles: true }))
    box.form?.requestSubmit()
  } else if (e.key.length === 1 && /[\w.\-:/?=&~%+]/.test(half(e.key))) {
    e.preventDefault()
    e.stopImmediatePropagation()
    burst.push(e)
    timer = setTimeout(flush, 60)
  } else flush()
}, true)
