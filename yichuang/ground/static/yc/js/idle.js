// Warns five minutes before the session ends, keeps it while somebody works, leaves when nobody answers.
import { on } from "./text.js"

const box = document.querySelector("[data-yc-idle]")
if (box) {
  const all = box.dataset.ycIdle * 60000, warn = Math.min(300000, all / 3), left = box.querySelector("[data-yc-idle-left]")
  let worked = false, from
  const fresh = () => localStorage.setItem("yc.seen", Date.now())
  const ping = () => fetch(box.dataset.url, { method: "HEAD", credentials: "same-origin" }).then(r => { if (r.ok && !r.redirected) fresh() }).catch(() => {})
  const stay = () => { box.hidden = true; from?.focus?.(); return ping() }
  // What is typed on the page goes along, so that it is there after signing in again.
  const leave = () => {
    const page = document.querySelector("main form[method=post]")
    if (!page || !box.dataset.keep) return location.assign(box.dataset.leave)
    const held = Object.assign(document.createElement("form"), { method: "post", action: box.dataset.keep, hidden: true })
    for (const [name, value] of [...new FormData(page), ["yc_path", new URL(page.action).pathname]])
      if (typeof value === "string") held.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }))
    document.body.append(held)
    held.submit()
  }
  fresh()
  on("keydown", () => { worked = true }, { passive: true, capture: true })
  on("pointerdown", () => { worked = true }, { passive: true, capture: true })
  on("htmx:after:request", fresh)
  on("click", e => { if (e.target.closest("[data-yc-idle-stay]")) stay() })
  setInterval(() => { if (worked && box.hidden) { worked = false; ping() } }, Math.min(240000, all / 5))
  setInterval(() => {
    const rest = all - (Date.now() - localStorage.getItem("yc.seen"))
    if (rest <= 0) { localStorage.setItem("yc.seen", Date.now()); return leave() }
    if (rest < warn) {
      if (box.hidden) { from = document.activeElement; box.hidden = false; box.querySelector("button").focus() }
      left.textContent = rest > 60000 ? `${Math.ceil(rest / 60000)}分钟` : `${Math.ceil(rest / 1000)}秒`
    } else if (!box.hidden) { box.hidden = true; from?.focus?.() }
  }, 1000)
}
