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
const PIECE = 512 * 1024, BIG = 1.5e6, EDGE = 2400
const wait = ms => new Promise(go => setTimeout(go, ms))
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value
async function smaller(file) {
if (!/^image\/(jpeg|png)$/.test(file.type) || file.size < BIG) return file
try {
const picture = await createImageBitmap(file), by = Math.min(1, EDGE / Math.max(picture.width, picture.height))
const sheet = document.createElement("canvas")
sheet.width = picture.width * by; sheet.height = picture.height * by
sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height)
const made = await new Promise(done => sheet.toBlob(done, "image/jpeg", .82))
return made && made.size < file.size ? new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: made.type, lastModified: file.lastModified }) : file
} catch { return file }
}
async function send(url, file, say) {
const about = new URLSearchParams({ key: [file.name, file.size, file.lastModified].join("/"), name: file.name, size: file.size })
let at = null, tries = 0
for (;;) {
try {
const asked = at === null
const to = `${url}?${about}${asked ? "" : `&at=${at}`}`
const answer = await fetch(to, asked ? {} : {
method: "POST", body: file.slice(at, at + PIECE), headers: { "X-CSRFToken": token(), "Content-Type": "application/octet-stream" } })
if (answer.status >= 500) throw answer
const told = await answer.json()
if (told.error) return told.error
if (told.done) return ""
at = told.at; tries = 0
say(`${file.name}：已传${Math.floor(100 * at / file.size)}%`)
} catch {
if (++tries > 8) return `${file.name}没传完。连上网以后，重新选这份文件，会接着传`
say(`${file.name}：网络断了，连上会接着传`)
at = null
await wait(Math.min(1000 * 2 ** tries, 15000))
}
}
}
let going = 0, failed = 0
on("change", async e => {
const box = e.target
if (!box.matches("[data-yc-pieces]") || !box.files.length) return
const list = box.parentNode.querySelector("[data-yc-sent]"), button = box.form.querySelectorAll("button")
list.hidden = false
button.forEach(one => one.disabled = true)
going++
for (const chosen of box.files) {
const line = list.appendChild(document.createElement("li")), say = text => { line.textContent = text }
say(`${chosen.name}：正在传`)
const trouble = await send(box.dataset.ycPieces, await smaller(chosen), say)
say(trouble || `${chosen.name}：传好了`)
if (trouble) { failed++; line.className = "error" }
}
going--
button.forEach(one => one.disabled = false)
box.value = ""
if (!going && !failed) location.reload()
})
