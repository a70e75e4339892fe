internal import Compliance
public import Operations
internal import Projections

extension LiveService.Configuration {
  /// A configuration of whoever keeps one thing, or everything, and signs nothing.
  /// - Parameters:
  ///   - derived: what is kept; nil for everything.
  ///   - days: how many days the words of readings that showed nobody are kept.
  ///   - role: what the process calls itself.
  public init(of derived: Derived?, wordsKept days: Int, role: String) {
    self.init(wordsKept: days, role: role)
    guard let derived else { return }
    texts = [.search, .identifiers].filter { $0 == derived }
    projections = if case .projection(let projection) = derived { [projection] } else { [] }
  }
}
