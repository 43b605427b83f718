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
const PAD = { NumpadAdd: "Space", NumpadSubtract: "X", NumpadMultiply: "A", NumpadDivide: "/", NumpadEnter: "Enter" }
const OURS = /^(F[24678]|F9|F10|Escape|(Ctrl|Alt)\+.+)$/
const AHEAD = /^([^JK]|F\d+|Space|Enter|Escape|Ctrl.+)$/
const waiting = []
let busy = 0, since = 0
const lettersOn = () => localStorage.getItem("yc.letters") !== "off"
const keysOf = e => e.dataset.ycKey.split(" ")
const usable = e => !e.disabled && e.ariaDisabled !== "true" && seen(e)
function names(e) {
const pad = PAD[e.code], ctrl = e.ctrlKey || e.metaKey
let k = e.key === " " || e.key === "　" ? "Space" : e.key.length === 1 ? half(e.key).toUpperCase() : e.key
if (e.altKey || k === "Unidentified" || k === "Process") k = e.code.replace(/^(Key|Digit|Numpad)/, "")
if (ctrl || e.altKey) return [(ctrl ? "Ctrl+" : "") + (e.altKey ? "Alt+" : "") + k]
return pad ? [e.code, pad] : [k]
}
function map() {
const found = new Map(), top = [...document.querySelectorAll("[data-yc-scope]")].filter(seen).at(-1)
for (const e of document.querySelectorAll("[data-yc-key]")) {
const row = e.closest("[data-yc-row]")
if (!usable(e) || (row && !row.ariaCurrent && !row.contains(document.activeElement))) continue
for (const k of keysOf(e)) if (!found.has(k) || (top?.contains(e) && !top.contains(found.get(k)))) found.set(k, e)
}
return found
}
function act(e) {
if (typing(e)) { e.focus(); e.select?.() } else { if (e.matches("input")) e.focus(); e.click() }
}
function native(k) {
const at = document.activeElement
if (typing(at)) return !OURS.test(k)
return (k === "Enter" || k === "Space") && at?.matches("a[href],button,summary,input") && !(k === "Enter" && at.matches("[type=radio],[type=checkbox]"))
}
function press(list, e) {
const free = list.filter(k => !native(k) && (lettersOn() || k.length > 1 && k !== "Space"))
if (busy && performance.now() - since < 5000 && free.some(k => AHEAD.test(k))) {
e?.preventDefault()
if (waiting.length < 8) waiting.push(free)
return true
}
const found = map(), to = found.get(free.find(k => found.has(k)))
if (!to) return false
e?.preventDefault()
if (!e?.repeat) act(to)
return true
}
on("keydown", e => { if (!e.isComposing && e.keyCode !== 229 && !e.defaultPrevented) press(names(e), e) })
on("htmx:before:request", () => { busy++; since = performance.now() })
on("htmx:finally:request", () => { busy = Math.max(0, busy - 1); setTimeout(() => { while (!busy && waiting.length) press(waiting.shift()) }, 20) })
const CAPS = { Space: "空格", Enter: "回车", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" }
const cap = k => Object.assign(document.createElement("kbd"), { textContent: k.split("+").map(p => CAPS[p] || p).join("+") })
const says = e => (e.dataset.ycKeyLabel || e.ariaLabel || [...e.childNodes].map(n => n.nodeName === "KBD" ? "" : n.textContent).join("")).trim() || e.labels?.[0]?.textContent.trim() || ""
const group = e => e.closest("[data-yc-digits]")?.dataset.ycDigits || "选项"
const put = (tag, kids, name = "") => { const e = document.createElement(tag); e.className = name; e.append(...kids); return e }
const moves = () => [...document.querySelectorAll("[data-yc-roving]")].some(seen)
function show() {
const bar = document.querySelector("[data-yc-keybar]"), lines = [], last = {}
if (!bar) return
for (const [k, e] of map()) {
if (keysOf(e)[0] !== k || "ycKeyQuiet" in e.dataset || !lettersOn() && (k.length === 1 || k === "Space")) continue
if (!/^[1-9]$/.test(k)) { lines.push([k, says(e)]); continue }
if (!last[group(e)]) lines.push([k, group(e)])
last[group(e)] = k
}
if (moves()) lines.push(["↑↓", "移动"])
const text = bar.textContent
const made = [...lines, ["Ctrl+K", "找操作"], ["?", "快捷键"]].map(([k, w]) => put("span", [cap(/^\d$/.test(k) && last[w] > k ? `${k}–${last[w]}` : k), w], "keys"))
if (made.map(m => m.textContent).join("") !== text) bar.replaceChildren(...made)
}
let from
function sheet(open) {
const box = document.getElementById("yc-sheet")
if (!box || box.hidden === !open) return
if (open) {
from = document.activeElement
const all = [...map()].map(([k, e]) => [k, says(e)]).concat(moves() ? [["J", "下一行"], ["K", "上一行"]] : [])
box.querySelector("dl").replaceChildren(...all.map(([k, w]) => put("div", [put("dt", [cap(k)]), put("dd", [w])])))
}
box.hidden = !open
open ? box.focus() : from?.focus()
}
on("keydown", e => {
if (e.isComposing || e.keyCode === 229 || e.defaultPrevented) return
const k = names(e)[0]
if (k === "?" && !typing(document.activeElement) && lettersOn()) { e.preventDefault(); sheet(true) } else if (k === "Escape") sheet(false)
})
on("click", e => {
if (e.target.closest("[data-yc-sheet-open]")) sheet(true)
if (e.target.closest("[data-yc-sheet-close]")) sheet(false)
const phrase = e.target.closest("[data-yc-insert]"), area = phrase && document.getElementById(phrase.dataset.ycInsert)
if (area) { area.setRangeText((phrase.querySelector("[data-yc-text]") || phrase).textContent, area.selectionStart, area.selectionEnd, "end"); area.focus() }
})
on("change", e => { if (e.target.matches("[data-yc-letters]")) { localStorage.setItem("yc.letters", e.target.checked ? "on" : "off"); show() } })
let soon
for (const name of ["focusin", "focusout", "htmx:after:swap", "htmx:finally:request", "yc:row"]) on(name, () => { clearTimeout(soon); soon = setTimeout(show, 30) })
const letters = document.querySelector("[data-yc-letters]")
if (letters) letters.checked = lettersOn()
show()
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
const MOVES = { J: 1, K: -1, ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6 }
const rowsOf = list => [...list.querySelectorAll("[data-yc-row]")].filter(seen)
function take(row, focus = true) {
const list = row.closest("[data-yc-roving]")
for (const r of list.querySelectorAll("[data-yc-row]")) {
r.tabIndex = r === row ? 0 : -1
r === row ? r.setAttribute("aria-current", "true") : r.removeAttribute("aria-current")
}
const into = list.dataset.into && document.getElementById(list.dataset.into)
if (into) into.value = row.dataset.value
if (focus) { row.focus({ preventScroll: true }); row.scrollIntoView({ block: "nearest" }) }
row.dispatchEvent(new CustomEvent("yc:row", { bubbles: true, detail: row.dataset.value }))
}
function ready(root = document) {
for (const list of root.querySelectorAll("[data-yc-roving]")) {
const row = list.querySelector("[data-yc-row][aria-current]") || list.querySelector("[data-yc-row]")
if (!row) continue
row.tabIndex = 0
const into = list.dataset.into && document.getElementById(list.dataset.into)
if (into && row.ariaCurrent) into.value = row.dataset.value
}
}
on("keydown", e => {
if (e.isComposing || e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey) return
const k = e.key.length === 1 ? e.key.toUpperCase() : e.key, at = document.activeElement
const seeking = /^Arrow/.test(k) && at?.matches("[role=search] input")
if (typing(at) && !seeking || at?.matches("[type=radio]") || k.length === 1 && !lettersOn()) return
const list = at?.closest("[data-yc-roving]") || [...document.querySelectorAll("[data-yc-roving]")].find(seen)
if (!list) return
const rows = rowsOf(list), now = rows.findIndex(r => r.contains(at) || r.ariaCurrent)
if (k in MOVES && (k !== "Home" && k !== "End" || list.contains(at))) {
const row = rows[Math.min(rows.length - 1, Math.max(0, now < 0 ? 0 : now + (seeking ? 0 : MOVES[k])))]
if (row) { e.preventDefault(); take(row) }
} else if (k === "Enter" && at?.matches("[data-yc-row]")) {
const open = at.querySelector("[data-yc-open]")
if (open) { e.preventDefault(); open.click() }
}
})
on("click", e => { const row = e.target.closest("[data-yc-row]"); if (row && !row.ariaCurrent) take(row, !e.target.closest("a,button,input,label")) })
on("focusin", e => { if (e.target.matches?.("[data-yc-row]:not([aria-current])")) take(e.target, false) })
on("htmx:after:swap", () => ready())
ready()
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
const told = new WeakSet()
async function print(url) {
try {
const answer = await fetch(url, { credentials: "same-origin" })
if (!answer.ok) throw new Error(answer.status)
const frame = Object.assign(document.createElement("iframe"), { className: "print-frame", title: "打印", tabIndex: -1, ariaHidden: "true" })
frame.srcdoc = await answer.text()
await new Promise(done => { frame.onload = done; document.body.append(frame) })
const from = document.activeElement, back = () => { window.focus(); from?.focus?.({ preventScroll: true }) }
frame.contentWindow.onafterprint = () => { back(); setTimeout(() => frame.remove(), 500) }
frame.contentWindow.focus()
frame.contentWindow.print()
back()
document.dispatchEvent(new CustomEvent("yc:printed", { detail: url }))
} catch {
const line = document.getElementById("yc-refusal")
if (line) line.innerHTML = `没打出来。<a href="${encodeURI(url)}" target="_blank">打开这张纸再打</a>`
}
}
const now = root => root.querySelectorAll?.("[data-yc-print-now]").forEach(e => { if (!told.has(e)) { told.add(e); print(e.dataset.ycPrintNow) } })
document.addEventListener("click", e => {
const one = e.target.closest("[data-yc-print]")
if (one) { e.preventDefault(); print(one.dataset.ycPrint || one.href) }
if (e.target.closest("[data-yc-print-page]")) window.print()
})
document.addEventListener("htmx:after:swap", () => now(document))
document.documentElement.classList.add("js")
now(document)
const FIRST = [..."阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀"], LETTERS = "abcdefghjklmnopqrstwxyz"
const order = new Intl.Collator("zh-u-co-pinyin").compare
const initials = text => [...text].map(c => /\p{sc=Han}/u.test(c) ? LETTERS[FIRST.findLastIndex(f => order(f, c) <= 0)] : c).join("")
const panel = document.getElementById("yc-palette"), find = panel?.querySelector("input"), found = panel?.querySelector("ul")
let doing = [], chosen = 0, back
function draw() {
const q = query(find.value).toLowerCase().replace(/ /g, "")
const fit = doing.filter(([text]) => `${text} ${initials(text)}`.toLowerCase().includes(q)).slice(0, 8)
chosen = Math.max(0, Math.min(chosen, fit.length - 1))
found.replaceChildren(...fit.map(([text, to], n) => Object.assign(document.createElement("li"), {
id: `yc-palette-${n}`, className: "option", role: "option", textContent: text, ariaSelected: n === chosen, onclick: () => run(to),
})))
fit.length ? find.setAttribute("aria-activedescendant", `yc-palette-${chosen}`) : find.removeAttribute("aria-activedescendant")
}
function openPalette(open) {
if (panel.hidden === !open) return
if (open) {
const all = [...document.querySelectorAll(".btn,.mast a[href],[data-yc-key]")].filter(e => usable(e) && !panel.contains(e))
back = document.activeElement
doing = [...new Map(all.map(e => [says(e), e]).filter(([text]) => text).reverse())].reverse()
find.value = ""
chosen = 0
}
panel.hidden = !open
if (open) { draw(); find.focus() } else back?.focus()
}
function run(to) { openPalette(false); act(to) }
if (panel) {
on("keydown", e => {
if (e.isComposing || e.keyCode === 229) return
if (names(e)[0] === "Ctrl+K") { e.preventDefault(); openPalette(panel.hidden) } else if (e.target === find && /^(Arrow(Up|Down)|Enter)$/.test(e.key)) {
e.preventDefault()
if (e.key === "Enter") return found.children[chosen]?.click()
chosen += e.key === "ArrowUp" ? -1 : 1
draw()
}
}, true)
on("input", e => { if (e.target === find) { chosen = 0; draw() } })
on("click", e => { if (e.target.closest("[data-yc-palette-close]")) openPalette(false) })
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
