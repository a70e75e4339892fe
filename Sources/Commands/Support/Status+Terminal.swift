internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Queries

extension ProjectionStatus {
  /// Adds a line.
  func add(to table: inout TextTable) {
    let digest = digest.map { "\($0.text.prefix(12))… at \($0.position)" }
    table.add(
      projection.name, state.rawValue, position.description, String(behind),
      generation.map { "\($0.number)" } ?? "–", digest ?? "–", style: state.style, at: 1)
  }
}

extension SearchIndexStatus {
  /// Adds a line.
  func add(to table: inout TextTable) {
    table.add(
      SearchIndexStatus.name, state.rawValue, position.description, String(behind),
      generation.map { "\($0)" } ?? "–", "\(documents) texts", style: state.style, at: 1)
  }
}

extension IdentifierStatus {
  /// Adds a line.
  func add(to table: inout TextTable) {
    table.add(
      IdentifierStatus.name, state.rawValue, position.description, String(behind), "–",
      region.map { "numbers of \($0)" } ?? "–", style: state.style, at: 1)
  }
}

extension Readiness {
  fileprivate var style: Terminal.Style {
    switch severity {
    case .fine: .green
    case .passing: .yellow
    case .alarming: .red
    }
  }
}
