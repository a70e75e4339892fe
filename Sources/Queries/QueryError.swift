public import InteractionModel

/// Why a question has no answer.
public enum QueryError: Error, Hashable {
  /// There is no such thing.
  case unknown(QuerySubject)
  /// There is nothing of its kind at all yet.
  case noneYet(QuerySubject)
  /// It is of another kind, and has nothing of the kind that was asked for.
  case otherKind(QuerySubject, QuerySubject)
  /// There was none as of the position; the log recorded it later.
  case later(QuerySubject, asOf: Position)
  /// Nothing of it had happened by the time that was asked for.
  case notYet(QuerySubject)
  /// Of what had happened by the time that was asked for, nothing was known of it at the position.
  case unknownThen(QuerySubject, at: Position)
  /// The log has it, and the read model has not come to it.
  case notProjected(QuerySubject)
  /// It was merged into another one, which has its records.
  case merged(QuerySubject, into: String)
  /// It has no such field, but these.
  case noField(String, of: QuerySubject, known: [String])
  /// The page before did not end there.
  case noPlace(String)
  /// No entry of what is shown has that position.
  case noEntry(Position, of: QuerySubject)
  /// Asking the full-text index is reading what people wrote, and nobody said why.
  case noPurpose
  /// No build of the full-text index answers.
  case noIndex
}

/// What a question is about.
public struct QuerySubject: Sendable, Hashable, CustomStringConvertible {
  /// What it is called: `case`, `hand-off`.
  public let kind: String
  /// Its id.
  public let id: String
  let list: Remedy.Task.Listed?

  private init(_ kind: String, _ id: String, in list: Remedy.Task.Listed?) {
    self.kind = kind
    self.id = id
    self.list = list
  }

  init(_ entity: EntityKey) {
    let list: Remedy.Task.Listed? =
      switch entity.kind {
      case .case: .cases
      case .conversation: .conversations
      case .party: .parties
      default: nil
      }
    self.init(entity.kind.rawValue, entity.id, in: list)
  }

  static func handoff(_ id: String) -> QuerySubject {
    QuerySubject("hand-off", id, in: .handoffs)
  }

  static func finding(_ id: String) -> QuerySubject { QuerySubject("finding", id, in: .findings) }

  /// A record of the log, by its position or event id.
  static func record(_ id: String) -> QuerySubject { QuerySubject("record", id, in: nil) }

  static func stream(_ name: String) -> QuerySubject { QuerySubject("stream", name, in: nil) }

  /// A response is a document to the log, and an answer to those who use it.
  static func response(_ id: String) -> QuerySubject {
    QuerySubject("response", id, in: .responses)
  }

  /// Whether it is named after a record of its matter.
  fileprivate var isOfHandoffs: Bool { list == .handoffs || list == .findings }

  /// Kind and id.
  public var description: String { "\(kind) “\(id)”" }
}

extension QueryError: Remediable {
  /// What is so, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .unknown(let subject):
      Diagnosis("no \(subject)", QueryError.remedy(ofUnknown: subject))
    case .noneYet(let subject):
      Diagnosis("no \(subject), nor any other yet", "what is appended or imported may bring some")
    case .otherKind(let subject, let other):
      Diagnosis("\(other) has no \(subject.kind)", "look at it as a \(other.kind)")
    case .later(let subject, let position) where subject.isOfHandoffs:
      Diagnosis(
        "no “\(subject.id)” as of position \(position): its records came later",
        "ask for a later point")
    case .later(let subject, let position):
      Diagnosis(
        "no \(subject) as of position \(position): the log recorded it later",
        "\(.askOccurred) asks for what had happened by a time")
    case .notYet(let subject):
      Diagnosis("nothing of \(subject) had happened by then", "ask for a later time")
    case .unknownThen(let subject, let position):
      Diagnosis(
        "nothing of \(subject) was known at position \(position)", "give \(.askKnown) a later point"
      )
    case .notProjected(let subject):
      Diagnosis("“\(subject.id)” is newer than the read model", "run \(.project)")
    case .merged(let subject, let other):
      Diagnosis("\(subject) was merged into “\(other)”", "look at that one")
    case .noField(let field, let subject, let known):
      Diagnosis(
        "\(subject) has no field “\(field)”", "it has \(known.joined(separator: ", "))")
    case .noPlace(let key):
      Diagnosis(
        "there is no “\(key)” to start after", "give \(.startAfter) the “next” of the page before")
    case .noEntry(let position, let subject):
      Diagnosis(
        "position \(position) is not in what is shown of \(subject)",
        "give \(.startAfter) the “next” of the page before")
    case .noPurpose:
      Diagnosis("asking the full-text index is reading what people wrote", "say why it is asked")
    case .noIndex: Diagnosis("there is no full-text index", "run \(.project)")
    }
  }

  /// The same of what people call otherwise than the log does.
  func about(_ subject: QuerySubject) -> QueryError {
    switch self {
    case .later(_, let position): .later(subject, asOf: position)
    case .notYet: .notYet(subject)
    case .unknownThen(_, let position): .unknownThen(subject, at: position)
    case .notProjected: .notProjected(subject)
    case .noneYet: .noneYet(subject)
    default: .unknown(subject)
    }
  }

  private static func remedy(ofUnknown subject: QuerySubject) -> Remedy? {
    guard let list = subject.list else { return nil }
    let shows: Remedy = "\(.list(list)) shows those there are"
    return list == .handoffs ? "\(shows), and \(.explainHandoff) takes findings too" : shows
  }
}
