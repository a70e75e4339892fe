public import InteractionModel

/// A question that is not written as it must be.
public struct MalformedQuestion: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong with it, and how to write it.
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Why a question has no answer.
public enum QueryError: Error, Sendable, Hashable {
  /// There is no such thing.
  case unknown(Subject)
  /// There was none as of the position; the log recorded it later.
  case later(Subject, asOf: Position)
  /// The log has it, and the read model has not come to it.
  case notProjected(Subject)
  /// It was merged into another one, which has its records.
  case merged(Subject, into: String)
  /// It has no such field, but these.
  case noField(String, of: Subject, known: [String])
  /// The page before did not end there.
  case noPlace(String)
  /// No entry of what is shown has that position.
  case noEntry(Position, of: Subject)
  /// No build of the full-text index answers.
  case noIndex

  /// What is asked about.
  public struct Subject: Sendable, Hashable, CustomStringConvertible {
    /// What it is called: `case`, `hand-off`.
    public let kind: String
    /// Its id.
    public let id: String

    init(_ kind: String, _ id: String) {
      self.kind = kind
      self.id = id
    }

    init(_ entity: EntityKey) { self.init(entity.kind.rawValue, entity.id) }

    static func handoff(_ id: String) -> Subject { Subject("hand-off", id) }
    static func finding(_ id: String) -> Subject { Subject("finding", id) }
    static func response(_ id: String) -> Subject { Subject("response", id) }

    /// Kind and id.
    public var description: String { "\(kind) “\(id)”" }
  }
}

extension QueryError: CustomStringConvertible {
  /// What is so; what to do about it is for whoever shows it to say.
  public var description: String {
    switch self {
    case .unknown(let subject): "no \(subject)"
    case .later(let subject, let position):
      "no \(subject) as of position \(position): the log recorded it later"
    case .notProjected(let subject): "“\(subject.id)” is newer than the read model"
    case .merged(let subject, let other): "\(subject) was merged into “\(other)”"
    case .noField(let field, let subject, let known):
      "\(subject) has no field “\(field)”; it has \(known.joined(separator: ", "))"
    case .noPlace(let key): "there is no “\(key)” to start after"
    case .noEntry(let position, let subject):
      "position \(position) is not in what is shown of \(subject)"
    case .noIndex: "there is no full-text index"
    }
  }
}
