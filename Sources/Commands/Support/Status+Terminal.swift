internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Queries

extension ProjectionStatus {
  /// Adds a line.
  func add(to table: inout TextTable) {
    let style: Terminal.Style =
      switch state {
      case "live": .green
      case "stopped", "ahead", "foreign", "damaged", "unreadable": .red
      default: .yellow
      }
    let digest = digest.map { "\($0.text.prefix(16))… at \($0.position)" }
    table.add(
      projection.name, state, position.description, String(behind),
      generation.map { "\($0.number)" } ?? "–", digest ?? "–", style: style, at: 1)
  }
}

extension SearchIndexStatus {
  /// Adds a line.
  func add(to table: inout TextTable) {
    let style: Terminal.Style =
      isAlarming || state == "unreadable" ? .red : state == "live" ? .green : .yellow
    table.add(
      SearchIndexStatus.name, state, position.description, String(behind),
      generation.map { "\($0)" } ?? "–", "\(documents) texts", style: style, at: 1)
  }
}

extension IdentifierStatus {
  /// Adds a line.
  func add(to table: inout TextTable) {
    let style: Terminal.Style =
      switch state {
      case "live": .green
      case "unreadable": .red
      default: .yellow
      }
    table.add(
      IdentifierStatus.name, state, position.description, String(behind), "–",
      region.map { "numbers of \($0)" } ?? "–", style: style, at: 1)
  }
}
