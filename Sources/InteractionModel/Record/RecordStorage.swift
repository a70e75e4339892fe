/// The fields of a record in one piece of memory that never changes.
@usableFromInline
final class RecordStorage: Sendable {
  @usableFromInline let fields: RecordFields

  /// Takes what was read from a line.
  init(_ fields: consuming RecordFields) {
    self.fields = fields
  }
}

extension RecordStorage: Hashable {
  /// Equal when every field is, whoever has computed the leaf.
  @usableFromInline
  static func == (left: RecordStorage, right: RecordStorage) -> Bool {
    left === right
      || left.fields.position == right.fields.position
        && left.fields.recorded == right.fields.recorded
        && left.fields.version == right.fields.version && left.fields.id == right.fields.id
        && left.fields.stream == right.fields.stream
        && left.fields.type == right.fields.type && left.fields.schema == right.fields.schema
        && left.fields.occurred == right.fields.occurred && left.fields.actor == right.fields.actor
        && left.fields.channel == right.fields.channel
        && left.fields.direction == right.fields.direction
        && left.fields.conversation == right.fields.conversation
        && left.fields.case == right.fields.case
        && left.fields.party == right.fields.party
        && left.fields.department == right.fields.department
        && left.fields.source == right.fields.source
        && left.fields.correlation == right.fields.correlation
        && left.fields.causation == right.fields.causation && left.fields.body == right.fields.body
        && left.fields.sealedCount == right.fields.sealedCount
        && left.fields.sealedBytes == right.fields.sealedBytes
  }

  /// Hashes place and id, which no two records of a log share.
  @usableFromInline
  func hash(into hasher: inout Hasher) {
    hasher.combine(fields.position)
    hasher.combine(fields.id)
  }
}
