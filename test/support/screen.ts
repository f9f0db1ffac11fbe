/** As much of a terminal as the program uses: what a person would see, and what would not have fitted. */
export class Screen {
  readonly #lines: string[][] = [[]]
  #row = 0
  #column = 0
  #rest = ''
  /** Lines that ran over the right edge, and moves above the upper one. */
  readonly overflows: string[] = []
  /** Parameters of every colour and style that was set. */
  readonly styles: string[] = []

  constructor(
    private readonly columns: number,
    private readonly rows: number,
  ) {}

  get text(): string {
    return this.#lines
      .map(line =>
        Array.from(line, c => c || ' ')
          .join('')
          .trimEnd(),
      )
      .join('\n')
  }

  write(data: string): void {
    const all = this.#rest + data
    this.#rest = /\u001b(\[[\d;?]*)?$/.exec(all)?.[0] ?? ''
    const text = all.slice(0, all.length - this.#rest.length)
    const pattern = /\u001b\[([\d;?]*)([A-Za-z])|\u001b[^[]|[^\u001b]/gu
    for (const match of text.matchAll(pattern)) {
      if (match[2] !== undefined) this.#sequence(match[2], match[1] ?? '')
      else if (!match[0].startsWith('\u001b')) this.#character(match[0])
    }
  }

  #line(): string[] {
    while (this.#lines.length <= this.#row) this.#lines.push([])
    return this.#lines[this.#row] ?? []
  }

  #character(c: string): void {
    if (c === '\n') this.#row++
    else if (c === '\r') this.#column = 0
    else if (c === '\b') this.#column = Math.max(0, this.#column - 1)
    else if (c >= ' ') this.#put(c)
    this.#line()
  }

  #put(c: string): void {
    if (this.#column >= this.columns) {
      this.overflows.push(this.#line().join(''))
      this.#row++
      this.#column = 0
    }
    this.#line()[this.#column++] = c
  }

  #sequence(kind: string, parameters: string): void {
    const n = Number(parameters.split(';')[0]) || 1
    if (kind === 'm') this.styles.push(parameters)
    else if (kind === 'A') this.#up(n)
    else if (kind === 'B') this.#row += n
    else if (kind === 'C') this.#column += n
    else if (kind === 'D') this.#column = Math.max(0, this.#column - n)
    else if (kind === 'G') this.#column = n - 1
    else if (kind === 'K') this.#line().splice(parameters === '2' ? 0 : this.#column)
    else if (kind === 'J') this.#lines.splice(this.#row + 1)
  }

  #up(n: number): void {
    this.#row = Math.max(0, this.#row - n)
    if (this.#lines.length - this.#row > this.rows) this.overflows.push('moves above the upper edge')
  }
}
