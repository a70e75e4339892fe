internal import ArgumentParser
internal import InteractionModel
internal import Queries

/// `throughline vocabulary`: what events there are, and what is made of them.
struct VocabularyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocabulary",
    abstract: "Show what events there are, their fields, and what is made of them.",
    discussion: """
      Without a type: all types, channels, closed lists and the CloudEvents profile. With one, or with \
      a group such as case: its public and sealed fields, the projections that take it, and an \
      example to append. It needs no store.
      """)

  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "An event type, or a group of them.")
  var type: String?

  @Flag(help: "Only the examples, as lines that `throughline append` takes.")
  var example = false

  func run() throws {
    let vocabulary = Vocabulary()
    guard let type else {
      if example { return VocabularyView.show(examples: vocabulary.groups.flatMap(\.types)) }
      return output.json
        ? Terminal.show(vocabulary.json) : VocabularyView(vocabulary).show()
    }
    let found = try vocabulary.types(type)
    if example { return VocabularyView.show(examples: found.types) }
    if output.json { return Terminal.show(found.json) }
    VocabularyView(vocabulary).show(found.types)
  }
}
