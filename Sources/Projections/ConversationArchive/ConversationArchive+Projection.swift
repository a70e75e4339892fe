internal import InteractionModel

/// Every conversation as a transcript that can be read, and the answers that were given in them.
public enum ConversationArchive {
  /// The projection: conversations with what was said in them, and the codified responses.
  public static let projection = projection(inPartsAbove: Transcript.length)

  /// The projection with another idea of what is long.
  /// - Parameter length: how much a transcript has before it is kept in parts.
  /// - Returns: the projection.
  package static func projection(inPartsAbove length: Int) -> Projection {
    Projection(
      name: "ConversationArchive", version: 8,
      folds: [
        Fold(
          over: .conversation, tables: [conversations, entries, uses],
          initial: Transcript(length: length)
        ) { bytes in
          var transcript = try Transcript(decoding: bytes)
          transcript.length = length
          return transcript
        }.tracing(conversations, by: TranscriptTrace.self),
        Fold(over: .document, tables: [responses], state: CodifiedResponse.self),
      ])
  }

  /// The table of conversations: one row each.
  ///
  /// Times ending in `_at` are effective times in microseconds from 1970-01-01T00:00:00Z, for
  /// sorting; `document` has them as the sources said them.
  public static let conversations = Table(
    "conversation",
    columns: [
      Column("case_id", .text, indexed: true),
      Column("channel", .text, indexed: true),
      Column("channels", .json),
      Column("parties", .json),
      Column("department", .text, indexed: true),
      Column("language", .text),
      Column("issues", .json),
      Column("disposition", .text),
      Column("status", .text, indexed: true),
      Column("started_at", .integer, indexed: true),
      Column("last_at", .integer),
      Column("entries", .integer),
      Column("document", .json),
    ])

  /// The table of what is said and happens in conversations: one row an entry that is shown.
  ///
  /// Its key is `<conversation>/<position>` of the record that brought it. `text_position` is the
  /// record whose sealed part holds the text as it now stands; null when there is none to show
  /// (nothing was written, it was redacted, or it is a doubled delivery). `visibility` is `public`,
  /// `private` or `internal`; `state` is `original`, `edited`, `redacted`, `duplicate` or, for an
  /// edit whose message never came, `orphan`.
  public static let entries = Table(
    "conversation_entry",
    columns: [
      Column("conversation", .text, indexed: true),
      Column("at", .integer),
      Column("type", .text),
      Column("channel", .text),
      Column("direction", .text),
      Column("visibility", .text),
      Column("department", .text),
      Column("party", .text),
      Column("text_position", .integer),
      Column("state", .text),
      Column("document", .json),
    ], order: Table.Order(by: "at", within: "conversation"))

  /// The table of where codified responses were used: one row a use.
  ///
  /// How it ended is in the row of the conversation; see ``ended(_:with:)``.
  public static let uses = Table(
    "response_use",
    columns: [
      Column("response", .text, indexed: true),
      Column("version", .integer),
      Column("conversation", .text),
      Column("used_at", .integer),
      Column("document", .json),
    ])

  /// The table of codified responses: one row each.
  public static let responses = Table(
    "response",
    columns: [
      Column("status", .text, indexed: true),
      Column("owner", .text, indexed: true),
      Column("issue", .text),
      Column("version", .integer),
      Column("review_by", .text),
      Column("document", .json),
    ])
}
