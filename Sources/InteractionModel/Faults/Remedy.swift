/// What to do about something that went wrong, in words without a full stop.
///
/// Where they name something that is done with the system, a ``Task`` stands in place of a command:
/// whoever finds a fault does not know by which face it is shown. Written as a literal:
/// `"run \(.verify) and restore the log from a copy"`.
public struct Remedy: Sendable, Hashable, ExpressibleByStringInterpolation,
  CustomStringConvertible
{
  fileprivate enum Piece: Sendable, Hashable {
    case words(String)
    case task(Task)
  }

  private let pieces: [Piece]

  /// Words that name no task.
  /// - Parameter words: the words.
  public init(stringLiteral words: String) {
    pieces = [.words(words)]
  }

  /// Words with tasks in them.
  /// - Parameter interpolation: what the compiler makes of the literal.
  public init(stringInterpolation interpolation: StringInterpolation) {
    pieces = interpolation.pieces
  }

  /// The words in which a face says it.
  /// - Parameter face: says with what a task is done.
  /// - Returns: the words.
  public func said(by face: (Task) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .words(let words): words
      case .task(let task): face(task)
      }
    }.joined()
  }

  /// The words where no face is known.
  public var description: String { said(by: \.description) }

  /// Takes the pieces of a literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate private(set) var pieces: [Piece] = []

    /// Nothing yet.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Words, put together with those before them: remedies are equal when they say the same.
    public mutating func appendLiteral(_ words: String) {
      guard !words.isEmpty else { return }
      if case .words(let before) = pieces.last {
        pieces[pieces.count - 1] = .words(before + words)
      } else {
        pieces.append(.words(words))
      }
    }

    /// A task.
    public mutating func appendInterpolation(_ task: Task) { pieces.append(.task(task)) }

    /// What another remedy says.
    public mutating func appendInterpolation(_ remedy: Remedy) {
      for piece in remedy.pieces {
        switch piece {
        case .words(let words): appendLiteral(words)
        case .task: pieces.append(piece)
        }
      }
    }

    /// What happened and what to do about that.
    public mutating func appendInterpolation(_ fault: some Remediable) {
      appendInterpolation(fault.diagnosis.sentence)
    }

    /// Anything else.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      appendLiteral(value.description)
    }
  }
}
