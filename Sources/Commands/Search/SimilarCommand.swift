internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search

/// `throughline similar CONVERSATION`: conversations like this one.
struct SimilarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar",
    abstract: "Find conversations whose words are like those of one conversation.",
    discussion: """
      Compares the words that tell the conversation from others. That is reading: --purpose TEXT \
      says why, and who looked and why is recorded first.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var page: PageOptions
  @OptionGroup var reader: QuestionOptions

  @Argument(help: "The conversation.")
  var conversation: String

  func run() async throws {
    let archive = try EntityAccess.conversations(store.open(for: reader))
    _ = try archive.fields(of: conversation, nil)
    let (index, gate) = try await archive.index(for: reader.stated)
    var filter = SearchFilter()
    filter.maskedKeys = try ErasureCertificate.pendingKeys(in: archive.store.events)
    let found = try index.similar(to: conversation, filter: filter, limit: page.limit ?? 10)
    let position = try index.state().checkpoint.position
    let lag = try archive.lag(of: position)
    let words = try await sharedWords(of: found, index, archive, gate)
    if output.json {
      let list = try found.map { item -> JSONValue in
        var object: JSONObject = [
          "conversation": .string(item.conversation), "score": .string(item.score.score),
          "case": try archive.caseID(ofConversation: item.conversation).map(JSONValue.string)
            ?? .null,
        ]
        object["words"] = words[item.conversation].map { .array($0.map(JSONValue.string)) }
        return .object(object)
      }
      return Terminal.show([
        "conversation": .string(conversation), "similar": .array(list),
        "position": .int(position.rawValue),
      ])
    }
    guard !found.isEmpty else {
      return print("No conversation is like it, or nothing was said in it.")
    }
    var table = TextTable("SCORE", "CONVERSATION", "CASE", "WORDS")
    for item in found {
      table.add(
        item.score.score, item.conversation,
        try archive.caseID(ofConversation: item.conversation) ?? "–",
        Terminal.safe((words[item.conversation] ?? []).joined(separator: " ")))
    }
    table.show()
    if let lag { Terminal.note(lag) }
  }

  /// The words that conversations share with this one.
  ///
  /// They are opened text: the account of reading them names the records of both sides first.
  private func sharedWords(
    of found: [SimilarConversation], _ index: any SearchIndex, _ archive: EntityAccess,
    _ gate: AccessGate
  ) async throws -> [String: [String]] {
    let texts = try index.documents(of: [conversation] + found.map(\.conversation))
    let records = try Set(texts.map(\.textPosition)).sorted().compactMap { position in
      try archive.store.events.record(at: position)?.decoded()
    }
    _ = try await gate.open(
      records, scope: AccessGate.Scope(command: "similar", entity: .conversation(conversation)),
      found: [])
    return Dictionary(found.map { ($0.conversation, $0.sharedWords) }) { first, _ in first }
  }
}
