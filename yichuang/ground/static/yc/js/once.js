// A form is sent once: a second submit within 8 seconds falls away. The server's idempotency key says it again.
import { on } from "./text.js"

const sent = new WeakMap()
on("submit", e => {
  const form = e.target
  if (!form.matches("[data-yc-once]")) return
  if (performance.now() - (sent.get(form) ?? -1e9) < 8000) { e.preventDefault(); e.stopImmediatePropagation(); return }
  const key = form.querySelector("[data-yc-idempotency]")
  if (key && !key.value) key.value = crypto.randomUUID?.() || String(Math.random()).slice(2)
  sent.set(form, performance.now())
}, true)
const free = e => { const form = (e.detail?.ctx?.sourceElement || e.target).closest?.("form"); if (form) sent.delete(form) }
on("htmx:finally:request", free)
addEventListener("pageshow", e => { if (e.persisted) document.querySelectorAll("form").forEach(f => sent.delete(f)) })
