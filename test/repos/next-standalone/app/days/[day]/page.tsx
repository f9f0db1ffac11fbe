export default async function Day({ params }: { params: Promise<{ day: string }> }) {
  const { day } = await params
  return <p>On {day} there were clouds.</p>
}
