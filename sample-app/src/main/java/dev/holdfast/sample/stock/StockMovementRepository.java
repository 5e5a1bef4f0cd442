package dev.holdfast.sample.stock;

import java.util.List;

import org.springframework.data.repository.ListCrudRepository;

interface StockMovementRepository extends ListCrudRepository<StockMovement, Long> {

	List<StockMovement> findByInvoiceNoAndKindOrderByStockCode(String invoiceNo, StockMovement.Kind kind);

}
