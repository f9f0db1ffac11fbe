// Stands in for Inquirer inside the bundled node-plop, which loads all of it when it is imported: a run that asks nobody pays nothing.
const load = async () => (await import('inquirer')).default
const prompt = async (...args) => (await load()).prompt(...args)
const registerPrompt = (...args) => void load().then(inquirer => inquirer.registerPrompt(...args))

export default { prompt, registerPrompt }
