internal import Commands
internal import Dispatch
internal import Foundation

// Not `await` at the top: that opens files of the runtime before the first line runs.
Throughline.prepare()
Task { exit(await ThroughlineDaemon.run(Array(CommandLine.arguments.dropFirst()))) }
dispatchMain()
