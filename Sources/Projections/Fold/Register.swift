internal import InteractionModel

/// A register that keeps the value of the greatest (effective time, position).
///
/// Because times are compared before positions, a late delivery does not overwrite newer state.
package typealias Latest<Value: FoldValue> = Register<Value, LaterWins>

/// A register that keeps the value of the smallest (effective time, position).
package typealias Earliest<Value: FoldValue> = Register<Value, EarlierWins>

/// Which of two moments a register keeps.
package protocol MomentPreference: Sendable {
  /// The moment that replaces the one that is kept; nil when none does.
  static func replacement(of kept: Moment, by new: Moment) -> Moment?
}

/// The later moment, and of equal ones the new.
package enum LaterWins: MomentPreference {
  /// The new moment, unless it is before the one that is kept; a day is not before a time on it.
  package static func replacement(of kept: Moment, by new: Moment) -> Moment? {
    let new = new.settled(after: kept)
    return new < kept ? nil : new
  }
}

/// The earlier moment, and of equal ones the new.
package enum EarlierWins: MomentPreference {
  /// The new moment, unless it is after the one that is kept; a day is where it begins.
  package static func replacement(of kept: Moment, by new: Moment) -> Moment? {
    kept < new ? nil : new.settled(after: nil)
  }
}

/// The value of one of several moments: ``Latest`` or ``Earliest``.
package struct Register<Value: FoldValue, Preference: MomentPreference>: Sendable, Hashable {
  /// When the value was set; nil when none was.
  package private(set) var moment: Moment?
  /// The value; nil when none was set.
  package private(set) var value: Value?

  /// An empty register.
  package init() {}

  /// Takes a value unless a preferred one is there already.
  /// - Parameters:
  ///   - value: the value; nil says nothing and changes nothing.
  ///   - moment: when it was set.
  package mutating func take(_ value: Value?, at moment: Moment) {
    guard let value else { return }
    guard let own = self.moment else {
      self.moment = moment.settled(after: nil)
      self.value = value
      return
    }
    guard let moment = Preference.replacement(of: own, by: moment) else { return }
    self.moment = moment
    self.value = value
  }

  /// Takes what another register holds unless a preferred value is there already.
  package mutating func take(_ other: Register) {
    if let moment = other.moment { take(other.value, at: moment) }
  }
}

extension Register: FoldCodable {
  /// Writes the moment and the value, if there are any.
  package func encode(into state: inout StateWriter) {
    state.write(moment)
    if let value { state.write(value) }
  }

  /// Reads a register.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    guard let moment: Moment = try state.read() else { return }
    let value: Value = try state.read()
    take(value, at: moment)
  }
}
