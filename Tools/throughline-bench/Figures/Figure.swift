/// One measured figure beside the limit measured in the same run.
struct Figure: Encodable, Equatable {
  let kind: FigureKind
  /// The median.
  let value: Double
  /// The median of the limit; nil when there is none.
  let limit: Double?
  /// The median of value ÷ limit, pair by pair.
  let ratio: Double?

  init(_ kind: FigureKind, _ value: Double) {
    self.kind = kind
    self.value = value
    limit = nil
    ratio = nil
  }

  /// A figure of pairs that were measured one after the other.
  init(_ kind: FigureKind, pairs: [(value: Double, limit: Double)]) {
    self.kind = kind
    value = Numbers.median(pairs.map(\.value))
    limit = Numbers.median(pairs.map(\.limit))
    ratio = Numbers.median(pairs.filter { $0.limit > 0 }.map { $0.value / $0.limit })
  }

  var isMet: Bool { kind.goal.isMet(value: value, ratio: ratio) }

  private enum Key: String, CodingKey {
    case name, value, unit, limit, ratio, target, met
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(kind.rawValue, forKey: .name)
    try object.encode(Numbers.rounded(value), forKey: .value)
    try object.encode(kind.unit, forKey: .unit)
    // Null rather than absent: every figure has every member.
    try object.encode(limit.map(Numbers.rounded), forKey: .limit)
    try object.encode(ratio.map(Numbers.rounded), forKey: .ratio)
    try object.encode(kind.goal.target, forKey: .target)
    try object.encode(isMet, forKey: .met)
  }
}
