import InteractionModel
import Projections

/// Where the rows of a ``HousedTally`` go.
protocol TallyHome: Sendable {
  static var table: String { get }
  static var touches: String { get }
}

/// A ``Tally`` in one of several folds, which also shows where its conversations belong.
///
/// Cases and conversations without one share the table of touches: a record that a link moves takes
/// its row along from one fold to the other.
struct HousedTally<Home: TallyHome>: FoldState {
  private var tally = Tally()
  /// The case that the source named last, by conversation.
  private var said: [String: String?] = [:]

  init() {}

  init(decoding bytes: [UInt8]) throws {
    let json = try JSONValue(parsing: bytes)
    tally = try Tally(decoding: json["tally"]?.object?.canonicalBytes ?? [])
    for member in json["said"]?.object?.members ?? [] {
      said.updateValue(member.value.string, forKey: member.key)
    }
  }

  func encoded() -> [UInt8] {
    let said = said.sorted { $0.key < $1.key }.map { conversation, said in
      (conversation, said.map(JSONValue.string) ?? .null)
    }
    let json: JSONObject = ["said": .object(JSONObject(said)), "tally": .object(tally.document)]
    return json.canonicalBytes
  }

  mutating func apply(_ record: Record) throws(FoldError) {
    try tally.apply(record)
    guard let conversation = record.conversation else { return }
    said.updateValue(record.case ?? said[conversation] ?? nil, forKey: conversation)
  }

  func rows(_ context: RowContext) -> [Row] {
    let places = said.sorted { $0.key < $1.key }.map { conversation, said -> (String, JSONValue) in
      guard let place = context.caseOf(conversation, said) else { return (conversation, .null) }
      let since = place.since.map { JSONValue.int($0.rawValue) } ?? .null
      return (conversation, [.string(place.id), since])
    }
    return tally.rows(context).map { row in
      guard row.table == "tally", case .text(let text) = row.values[1],
        case .object(var document)? = try? JSONValue(parsing: Array(text.utf8))
      else { return Row(table: Home.touches, key: row.key, values: row.values) }
      document["places"] = .object(JSONObject(places))
      return Row(
        table: Home.table, key: row.key,
        values: [row.values[0], .text(JSONValue.object(document).canonicalText)])
    }
  }
}

/// The homes of a projection with three folds.
enum TallyHomes {
  enum Cases: TallyHome {
    static let table = "tally_case"
    static let touches = "touch"
  }
  enum Loose: TallyHome {
    static let table = "tally_conversation"
    static let touches = "touch"
  }
  enum Parties: TallyHome {
    static let table = "tally_party"
    static let touches = "touch_party"
  }

  /// Cases, conversations without a case, and parties.
  static let projection = Projection(
    name: "Tally", version: 1,
    folds: [
      fold(.case, .all, Cases.self), fold(.conversation, .withoutCase, Loose.self),
      fold(.party, .all, Parties.self),
    ])

  private static func fold<Home: TallyHome>(
    _ kind: EntityKind, _ reach: Fold.Reach, _ home: Home.Type
  ) -> Fold {
    Fold(
      over: kind, reach: reach,
      tables: [Tally.table(Home.table), Tally.touches(Home.touches)],
      state: HousedTally<Home>.self)
  }
}
