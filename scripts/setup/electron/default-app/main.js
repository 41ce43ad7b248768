// What a stock Electron does when it is started as `electron [options] <app> [arguments]`: find the app named on
// the command line, give its name, version and path to Electron, and run its main file. An assembled runtime has
// no default app of its own, so this one stands in for it.
//
// An ES module, because Electron holds back `ready` until an ES module entry has finished: the app's own main is
// loaded here at top level and so can still do what has to happen before `ready`.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

/** Finds the modules to load first (-r) and the app; all other options are Chromium's, all other words the app's. */
function readCommandLine(argv) {
  const preload = []
  for (let index = 1; index < argv.length; index += 1) {
    const word = argv[index]
    if (word === '--version' || word === '-v') return { preload, versionOnly: true }
    if (word === '-r' || word === '--require') {
      index += 1
      preload.push(argv[index])
    } else if (word.startsWith('--require=')) {
      preload.push(word.slice('--require='.length))
    } else if (!word.startsWith('-')) {
      return { preload, given: word }
    }
  }
  return { preload }
}

/** Tells Electron who the app is. The name decides the user-data folder, so this comes before the app's own code. */
function adopt(folder) {
  const manifestPath = path.join(folder, 'package.json')
  const manifest = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : {}
  const name = manifest.productName ?? manifest.name
  if (name !== undefined) app.setName(name)
  if (manifest.version !== undefined) app.setVersion(manifest.version)
  if (manifest.desktopName !== undefined) app.setDesktopName(manifest.desktopName)
  app.setAppPath(folder)
}

async function start() {
  const { preload, given, versionOnly } = readCommandLine(process.argv)
  if (versionOnly) {
    process.stdout.write(`v${process.versions.electron}\n`)
    process.exit(0)
  }
  const requireFromHere = createRequire(path.join(process.cwd(), 'start.cjs'))
  for (const module of preload) requireFromHere(module)
  if (given === undefined) throw new Error('Name the app to start: electron <folder or file>')

  const target = path.resolve(given)
  const main = requireFromHere.resolve(target)
  adopt(statSync(target).isDirectory() ? target : path.dirname(target))
  // As under a stock Electron, so that an app can tell that it is not packaged.
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
  await import(pathToFileURL(main).href)
}

try {
  await start()
} catch (error) {
  process.stderr.write(`${error?.stack ?? error}\n`)
  process.exit(1)
}
