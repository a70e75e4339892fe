internal import Dispatch
internal import Foundation
internal import InteractionModel
internal import Synchronization

/// Some rows that follow each other, looked at on all cores while the next ones are read.
final class LineBatch: Sendable {
  /// How many rows a core takes at a time: few enough for its own cache.
  private static let piece = 512
  /// How many rows a batch has at most.
  static let limit = 2 * piece * ProcessInfo.processInfo.activeProcessorCount
  /// How many bytes of lines it has before it takes no more.
  static let byteLimit = 8 << 20

  /// What was found of some rows.
  private struct Piece {
    var looks: [LineLook] = []
    /// What those that are as they should be imply of the indexes.
    var sum = IndexSum()
  }

  private let group = DispatchGroup()
  private let pieces: Mutex<[Piece]>

  /// Begins to look at rows.
  /// - Parameters:
  ///   - rows: the rows.
  ///   - secret: what sums of this look are made with.
  ///   - attachments: where the attachments lie.
  init(_ rows: LogRows, _ secret: IndexSum.Secret, _ attachments: AttachmentFolder) {
    let starts = Array(stride(from: 0, to: rows.rows.count, by: LineBatch.piece))
    pieces = Mutex([Piece](repeating: Piece(), count: starts.count))
    for (index, start) in starts.enumerated() {
      DispatchQueue.global(qos: .userInitiated).async(group: group) {
        let memo = TextMemo()
        var piece = Piece()
        for row in rows.rows[start...].prefix(LineBatch.piece) {
          let look = rows.withLine(row) { line in
            LineLook(row, line: line, memo: memo, attachments: attachments) {
              piece.sum.add($0, at: row.position, secret)
            }
          }
          piece.looks.append(look)
        }
        self.pieces.withLock { $0[index] = piece }
      }
    }
  }

  /// Waits for what was found.
  /// - Returns: the rows in their order, and what they imply of the indexes.
  func found() -> (looks: [LineLook], sum: IndexSum) {
    group.wait()
    return pieces.withLock { pieces in
      var sum = IndexSum()
      for piece in pieces { sum += piece.sum }
      return (pieces.flatMap(\.looks), sum)
    }
  }
}
