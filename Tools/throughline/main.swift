internal import Commands
internal import Foundation
internal import ProjectionEngine

Heap.share()
exit(await Throughline.run(Array(CommandLine.arguments.dropFirst())))
