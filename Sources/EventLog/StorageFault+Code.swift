extension StorageFault {
  /// The kinds of fault; their names are what programs are told.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    // MARK: The system does not let it be done

    /// Something cannot be read or written, for a reason that the system gives.
    case io
    /// No room is left on the disk.
    case full
    /// The process gets no memory or no thread.
    case memory
    /// Another process holds what is needed; again later.
    case busy
    /// Whoever runs the program may not, or what was opened was opened to be read only.
    case permission
    /// The store was closed.
    case closed
    /// The clock cannot be right.
    case clock
    /// Any other fault of the layer below.
    case storage

    // MARK: What is there is not what it should be

    /// It is not there.
    case missing
    /// It is gone, and others prove that it was there.
    case lost
    /// Something stands in its place that is no file, or no folder.
    case irregular
    /// What it holds cannot be read.
    case corrupt
    /// The full-text index does not have what it must have.
    case damaged
    /// It has a form that this program does not know.
    case schema
    /// The full-text index was made by another version of the program.
    case outdated
    /// It was replaced by another one meanwhile.
    case superseded
    /// It serves, so it cannot be thrown away.
    case serving

    // MARK: Two things do not belong together

    /// It was made from another log.
    case foreign
    /// It knows more than the log.
    case ahead
    /// The vault is from before the log's last records.
    case older
    /// Log and vault belong to different stores.
    case mismatch
    /// The full-text index has not carried out an erasure.
    case unpurged
    /// A file that is none of the index's own may have text of somebody who was erased.
    case remains

    // MARK: Keys and sealed parts

    /// A key is gone, or a part cannot be opened, without an erasure.
    case unavailable
    /// A known event could not be compared with what is there.
    case compare
    /// What was given has not the form it must have.
    case malformed
    /// Sealing or random numbers failed.
    case crypto
    /// An erasure is under way.
    case erasing
    /// Another master key is in force.
    case rotated
  }
}
