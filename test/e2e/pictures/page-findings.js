// Runs in the page: what a person cannot read there.
const found = []
const say = (element, what) => {
  const panel = element.closest('section')
  found.push(`${panel ? panel.querySelector('.title').textContent : 'top'}: ${what}`)
}
const isCut = element => element.scrollWidth > element.clientWidth + 1
for (const title of document.querySelectorAll('.title, h2')) if (isCut(title)) say(title, 'the title is cut')
for (const name of document.querySelectorAll('.legend .name')) {
  if (isCut(name)) say(name, `the name ${name.textContent} is cut`)
  if (name.textContent.trim() === '' || /[{}]/.test(name.textContent))
    say(name, `the name "${name.textContent}" says nothing`)
}
for (const value of document.querySelectorAll('.tile .name, .tile .value, .variable em'))
  if (isCut(value)) say(value, `${value.textContent} is cut`)
for (const box of document.querySelectorAll('.legend, .table')) {
  const rows = [...box.querySelectorAll('.row, .item, tr')]
  const edge = box.getBoundingClientRect().bottom + 4
  const hidden = rows.filter(row => row.getBoundingClientRect().bottom > edge).length
  if (hidden > 0) say(box, `${hidden} of ${rows.length} lines can only be seen by scrolling`)
}
for (const svg of document.querySelectorAll('section svg')) {
  const ticks = [...svg.querySelectorAll('.tick.y')].map(tick => tick.textContent)
  if (new Set(ticks).size < ticks.length) say(svg, `the axis says ${ticks.join(', ')}`)
}
for (const empty of document.querySelectorAll('.nothing, .none')) say(empty, `shows "${empty.textContent}"`)
const nav = document.querySelector('nav')
if (nav.scrollWidth > nav.clientWidth || nav.scrollHeight > nav.clientHeight)
  say(nav, 'the bar of variables and links is too long')
const drawn = [...document.querySelectorAll('section')].filter(panel =>
  panel.querySelector('svg, .tile, td, .nothing'),
).length
const report = document.createElement('pre')
report.id = 'findings'
report.hidden = true
report.textContent = JSON.stringify({ found, drawn })
document.body.append(report)
