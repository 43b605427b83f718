// A rare character of a name that the fonts of this device lack is named as such; the character itself stays.
const drawn = c => {
  const sheet = Object.assign(document.createElement("canvas"), { width: 32, height: 32 }), pen = sheet.getContext("2d")
  pen.font = `24px ${getComputedStyle(document.body).fontFamily}`
  pen.fillText(c, 2, 26)
  return pen.getImageData(0, 0, 32, 32).data.join()
}
export function nameRare(root) {
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
