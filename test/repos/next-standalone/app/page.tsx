import Link from 'next/link'

const days = ['monday', 'tuesday', 'wednesday']

export default function Page() {
  return (
    <main>
      <h1>Cloud diary</h1>
      <ul>
        {days.map(day => (
          <li key={day}>
            <Link href={`/days/${day}`}>{day}</Link>
          </li>
        ))}
      </ul>
    </main>
  )
}
