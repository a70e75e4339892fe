package import InteractionModel

/// Where an edit stands among the edits of a message.
///
/// By edition, then by time, then by position; the words of the last one stand.
package struct EditOrder: Sendable, Hashable, Comparable {
  private let edition: Int64
  private let moment: Moment

  init(edition: Int64?, _ moment: Moment) {
    self.edition = edition ?? 0
    self.moment = moment
  }

  /// The order of a record that edits.
  package init(_ record: Record) {
    self.init(edition: record.body["edition"]?.int, Moment(record))
  }

  /// Whether one edit is replaced by another.
  package static func < (left: EditOrder, right: EditOrder) -> Bool {
    left.edition != right.edition ? left.edition < right.edition : left.moment < right.moment
  }
}
