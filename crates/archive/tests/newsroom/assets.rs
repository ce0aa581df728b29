//! Assets: what is left when one is removed.

use newsroom::change::Cause;

use crate::support::{archives, language};

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_asset_is_nowhere_and_frees_only_files_that_nothing_else_needs() {
    for (_folder, archive) in archives().await {
        let asset = |name: &str| archive::NewAsset {
            name: name.into(),
            mime: "image/jpeg".into(),
            hash: "abc".into(),
            bytes: 3,
            width: Some(640),
            height: Some(480),
            ..archive::NewAsset::default()
        };
        let (first, second) = (asset("eins"), asset("zwei"));
        let (one, two) = archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move { Ok((w.put_asset(&first).await?, w.put_asset(&second).await?)) })
            })
            .await
            .expect("they are taken in");
        let rendition = |hash: &str| archive::NewRendition {
            variant: "w320.jpg".into(),
            mime: "image/jpeg".into(),
            width: 320,
            height: 240,
            bytes: 2,
            hash: hash.into(),
        };
        let (good, stale) = (rendition("good"), rendition("stale"));
        let freed = archive
            .write(Cause::command("test"), move |w| {
                Box::pin(async move {
                    w.put_rendition(one, "abc", &good).await?;
                    w.put_rendition(two, "abc", &good).await?;
                    w.put_rendition(two, "replaced meanwhile", &stale).await?;
                    let first = w.remove_asset(one, "Rechte abgelaufen").await?;
                    let kept = w.rendition(two, "w320.jpg").await?.map(|rendition| rendition.hash);
                    Ok((first, kept, w.remove_asset(two, "auch").await?))
                })
            })
            .await
            .expect("they are removed");
        assert_eq!(freed.0, Vec::<String>::new(), "files of the other were freed");
        assert_eq!(freed.1.as_deref(), Some("good"), "a rendition of bytes that were replaced was noted");
        assert_eq!(freed.2, ["good", "abc"]);
        let reading = archive.reading();
        assert_eq!(reading.asset(one).await.expect("it answers"), None);
        assert!(reading.asset_was_removed(one).await.expect("it answers"));
        assert_eq!(reading.assets(&[one, two], &language("de")).await.expect("it answers"), []);
    }
}
