const half = s => s.normalize("NFKC").replace(/[，、。？；：]/g, c => ({ "，": ",", "、": "/", "。": ".", "？": "?", "；": ";", "：": ":" })[c])
const query = s => s.normalize("NFKC").replace(/[’'`]/g, "").replace(/\s+/g, " ").trim()
const seen = e => e.isConnected && e.getClientRects().length > 0 && getComputedStyle(e).visibility === "visible"
const typing = e => !!e && (e.isContentEditable || e.matches?.("textarea,select,input:not([type=radio],[type=checkbox],[type=button],[type=submit],[type=file])"))
const on = (name, f, o) => document.addEventListener(name, f, o)
document.documentElement.classList.add("js")
on("paste", e => {
const box = e.target.closest?.("[data-yc-date]"), m = box && half(e.clipboardData.getData("text")).match(/(\d{4})\D+(\d{1,2})\D+(\d{1,2})|^\s*(\d{4})(\d\d)(\d\d)\s*$/)
if (!m) return
e.preventDefault()
box.querySelectorAll("input").forEach((i, n) => { i.value = m[n + 1] || m[n + 4] })
})
on("click", e => {
const a = e.target.closest("[data-yc-size],[data-yc-contrast]"), root = document.documentElement
if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return
e.preventDefault()
if (a.dataset.ycSize) root.dataset.size = a.dataset.ycSize
if (a.dataset.ycContrast) root.dataset.theme = a.dataset.ycContrast === "hc" ? "hc" : root.dataset.brand
const old = document.cookie.match(/yc_display=([^;]*)/)?.[1] || ""
const kept = ["elder", "hant"].filter(flag => old.includes(flag))
const value = [root.dataset.size, root.dataset.theme === "hc" && "hc", ...kept].filter(Boolean).join(".")
document.cookie = `yc_display=${value}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`
const kind = a.dataset.ycSize ? "[data-yc-size]" : "[data-yc-contrast]"
const next = [...a.parentNode.querySelectorAll(kind)].find(l => l.getClientRects().length)
;(next || document.querySelector(".only-menu"))?.focus()
})
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
const timers = new WeakMap(), asked = new WeakMap()
const parts = box => ({ input: box.querySelector("[role=combobox]"), list: box.querySelector("[role=listbox]"), count: box.querySelector("[data-yc-count]") })
const options = list => [...list.querySelectorAll("[role=option]")]
function mark(box, to) {
const { input, list } = parts(box)
options(list).forEach((o, n) => { o.id ||= `${list.id}-${n}`; o.setAttribute("aria-selected", o === to) })
to ? input.setAttribute("aria-activedescendant", to.id) : input.removeAttribute("aria-activedescendant")
to?.scrollIntoView({ block: "nearest" })
}
function close(box) { const { input, list } = parts(box); list.replaceChildren(); input.ariaExpanded = "false"; mark(box) }
function ask(box) {
const q = query(parts(box).input.value), old = asked.get(box)
if (old?.q === q) return old.done
const mine = { q }
asked.set(box, mine)
return mine.done = answer(box, mine)
}
async function answer(box, mine) {
const { input, list, count } = parts(box), url = new URL(box.dataset.url, location)
if (!mine.q) return close(box)
url.searchParams.set("q", mine.q)
try {
const said = await fetch(url, { headers: { "HX-Request": "true" } }), text = await said.text()
if (asked.get(box) !== mine) return
if (!said.ok) throw new Error(said.status)
list.innerHTML = text
const n = options(list).length
mark(box, "first" in box.dataset ? options(list)[0] : undefined)
input.ariaExpanded = String(n > 0)
box.dispatchEvent(new CustomEvent("yc:row", { bubbles: true }))
count.classList.toggle("sr", n > 0)
count.textContent = n ? `${n}个结果` : "没找到，换个说法"
} catch { if (asked.get(box) === mine) { asked.delete(box); count.textContent = "查不了，再试一次" } }
}
function pick(box, o) {
const { input } = parts(box), into = box.querySelector("[data-yc-picked]")
if (o.dataset.href) return location.assign(o.dataset.href)
if (into) into.value = o.dataset.value
input.value = o.dataset.text || o.textContent
asked.delete(box)
close(box)
box.dispatchEvent(new CustomEvent("yc:pick", { bubbles: true, detail: o.dataset.value }))
if ("submit" in box.dataset) input.form?.requestSubmit()
}
const boxOf = e => e.target.closest?.("[data-yc-combobox]")
on("input", e => {
const box = boxOf(e)
if (!box || !e.target.matches("[role=combobox]")) return
const into = box.querySelector("[data-yc-picked]")
if (into) into.value = ""
clearTimeout(timers.get(box))
timers.set(box, setTimeout(ask, 60, box))
})
on("keydown", async e => {
const box = boxOf(e)
if (!box || e.isComposing || e.keyCode === 229 || !e.target.matches("[role=combobox]")) return
const { input, list } = parts(box), all = options(list), now = all.findIndex(o => o.ariaSelected === "true"), k = e.key.normalize("NFKC")
if (all.length && (k === "ArrowDown" || k === "ArrowUp")) { e.preventDefault(); mark(box, all.at(k === "ArrowDown" ? (now + 1) % all.length : Math.max(now, 0) - 1)) }
else if (all.length && k === "Escape") { e.preventDefault(); asked.delete(box); close(box) }
else {
const digit = /^[1-8]$/.test(k) && /^[^.\d]/.test(query(input.value)) && ("first" in box.dataset || list.querySelector("kbd"))
if (!digit && (k !== "Enter" || now < 0 && !("first" in box.dataset))) return
e.preventDefault()
clearTimeout(timers.get(box))
await ask(box)
const o = digit ? options(list)[k - 1] : list.querySelector("[aria-selected=true]")
if (o) pick(box, o)
}
}, true)
on("click", e => { const box = boxOf(e), o = e.target.closest("[role=option]"); if (box && o) pick(box, o) })
on("focusout", e => { const box = boxOf(e); if (box?.classList.contains("is-floating") && !box.contains(e.relatedTarget)) setTimeout(close, 150, box) })
const box = document.querySelector("[data-yc-idle]")
if (box) {
const all = box.dataset.ycIdle * 60000, warn = Math.min(300000, all / 3), left = box.querySelector("[data-yc-idle-left]")
let worked = false, from
const fresh = () => localStorage.setItem("yc.seen", Date.now())
const ping = () => fetch(box.dataset.url, { method: "HEAD", credentials: "same-origin" }).then(r => { if (r.ok && !r.redirected) fresh() }).catch(() => {})
const stay = () => { box.hidden = true; from?.focus?.(); return ping() }
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
const voice = () => speechSynthesis.getVoices().find(v => /^(zh|cmn|yue)/.test(v.lang))
const button = document.querySelector("[data-yc-aloud]"), words = button?.textContent
const BLOCKS = "h1,h2,h3,p,li,dt,dd,th,td,label,legend,summary,caption,.btn"
const told = () => [...document.querySelectorAll("main")].flatMap(m => [...m.querySelectorAll(BLOCKS)])
.filter(e => seen(e) && !e.querySelector(BLOCKS)).map(e => e.textContent.replace(/\s+/g, " ").trim()).filter(Boolean)
function stop() { speechSynthesis.cancel(); button.textContent = words; button.ariaPressed = "false" }
function read() {
const all = told(), last = all.length - 1
speechSynthesis.cancel()
all.forEach((text, n) => {
const said = Object.assign(new SpeechSynthesisUtterance(text), { voice: voice(), lang: voice().lang, rate: .9 })
if (n === last) said.onend = stop
speechSynthesis.speak(said)
})
button.textContent = button.dataset.ycAloud
button.ariaPressed = "true"
}
if (button && "speechSynthesis" in window) {
const offer = () => { button.hidden = !voice() }
offer()
speechSynthesis.addEventListener("voiceschanged", offer)
on("click", e => { if (e.target === button) button.ariaPressed === "true" ? stop() : read() })
addEventListener("pagehide", () => speechSynthesis.cancel())
}
const drawn = c => {
const sheet = Object.assign(document.createElement("canvas"), { width: 32, height: 32 }), pen = sheet.getContext("2d")
pen.font = `24px ${getComputedStyle(document.body).fontFamily}`
pen.fillText(c, 2, 26)
return pen.getImageData(0, 0, 32, 32).data.join()
}
function nameRare(root) {
const rare = [...root.querySelectorAll("[data-yc-rare]")]
if (!rare.length) return
const box = drawn("\u{10FFFF}") // no font has this one
rare.forEach(e => {
if (drawn(e.textContent) === box && !e.dataset.ycMissing) {
e.dataset.ycMissing = ""
e.after(Object.assign(document.createElement("span"), { className: "missing", textContent: e.dataset.ycRare }))
}
})
}
document.addEventListener("htmx:after:swap", () => nameRare(document))
nameRare(document)
const announce = text => { const says = document.getElementById("yc-says"); if (says) says.textContent = text }
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
