internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline case explain`: why the fields of a case have their values.
struct CaseExplainCommand: AsyncParsableCommand, AsksHistory {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say for each field of a case (or one) which event last changed it.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var history: AsOfOptions

  @Argument(help: "The case.")
  var id: String

  @Argument(help: "The field (default: all).")
  var field: String?

  func run() async throws {
    let reader = try store.reader()
    let id = try reader.id(of: .case, self.id)
    let reasons = try Cases(reader).explain(id, field: field, at: history.point)
    if output.json { Terminal.show(reasons.json) } else { reasons.show() }
  }
}
