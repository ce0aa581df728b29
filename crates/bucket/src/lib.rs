//! Assets in a bucket of an object store that speaks S3: Amazon's, or one of the many others.
//!
//! A [`Bucket`] is a [`archive::FileStore`] like a folder of files. What it says to the server follows the
//! [API of Amazon S3](https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html);
//! addresses are signed by `rusty-s3` (Signature Version 4, in the query), and called by [`net`].

mod calls;
mod reading;
mod store;

pub use store::{Bucket, Key, Place, Unusable};
