internal import Commands
internal import Foundation

exit(await Throughline.run(Array(CommandLine.arguments.dropFirst())))
